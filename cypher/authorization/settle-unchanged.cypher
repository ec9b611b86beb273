// Why: an authorization that was looked at and need not change is done with, until its next due time.
// Guarantee: locks each authorization first; a row comes back only for those whose revision is still the one
//   that was looked at, and the caller rolls back when any is missing: its findings would be out of date.
//   Touches nothing when nothing was marked and the due time is the same; never clears a mark that came
//   after the look.
// params: rows [{key, seenRevision, seenUnsettledIn, dueAt}]
// returns: key
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})
REMOVE a.lock
WITH row, a
WHERE a.revision = row.seenRevision
FOREACH (_ IN CASE WHEN a.unsettledIn = row.seenUnsettledIn THEN [1] ELSE [] END | REMOVE a.unsettledIn)
FOREACH (_ IN CASE WHEN (a.dueAt IS NULL) <> (row.dueAt IS NULL) OR a.dueAt <> row.dueAt THEN [1] ELSE [] END |
  SET a.dueAt = row.dueAt)
RETURN a.key AS key
