// Why: gives entries their places and moves the head behind the last of them.
// Guarantee: under the lock of the head (lock-head). A place is given once: a row for each entry that had none, and the
//   caller rolls back when one is missing.
// params: rows [{id, position, previous, hash}], position, hash, finished
// returns: chained
// access: write
MATCH (h:LedgerHead {key: 'ledger'})
SET h.position = $position, h.hash = $hash
WITH h
CALL (h) {
  UNWIND $finished AS number
  MATCH (r:Run {number: number})
  REMOVE r.unchained
  RETURN count(r) AS runs
}
UNWIND CASE WHEN size($rows) = 0 THEN [null] ELSE $rows END AS row
OPTIONAL MATCH (e:LedgerEntry {id: row.id})
WHERE e.position IS NULL
SET e.position = row.position, e.previous = row.previous, e.hash = row.hash
RETURN count(e) AS chained
