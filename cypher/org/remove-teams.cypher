// Why: a team deleted at its source stays on record: nothing cascades to people or authorizations (O11).
// Guarantee: idempotent; the belief that it is there stays as a TeamVersion; `removedAt` ends the one of now. Read again, it is back (write-teams).
// params: run, at, keys
// returns: removed
// access: write
UNWIND $keys AS key
MATCH (t:Team {key: key}) WHERE t.removedAt IS NULL AND t.hash IS NOT NULL
CREATE (v:TeamVersion)-[:VERSION_OF]->(t)
SET v = properties(t), v.supersededIn = $run, t.removedAt = $at, t.recordedIn = $run, t.hash = '', t.absentSince = null
RETURN count(t) AS removed
