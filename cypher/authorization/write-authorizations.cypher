// Why: the projection of today on the authorization itself, guarded by its revision.
// Guarantee: locks each authorization first; a row comes back only for those whose revision is still the
//   one that was planned on, and the caller rolls back when any is missing (F23, T). The mark of unsettled
//   work goes only if it is the one that was seen.
// params: run, rows [{key, seenRevision, seenUnsettledIn, create, props}]
// returns: key
// access: write
UNWIND $rows AS row
MERGE (a:Authorization {key: row.key})
  ON CREATE SET a.revision = 0, a.createdIn = $run, a.agentId = row.create.agentId,
    a.decisionClassId = row.create.decisionClassId
REMOVE a.lock
WITH row, a
WHERE a.revision = row.seenRevision
SET a += row.props, a.revision = a.revision + 1
FOREACH (_ IN CASE WHEN a.unsettledIn = row.seenUnsettledIn THEN [1] ELSE [] END | REMOVE a.unsettledIn)
RETURN a.key AS key
