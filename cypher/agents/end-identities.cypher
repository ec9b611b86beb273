// Why: an agent that is gone at its directory stays on record: what it was authorized to do is part of history.
// Guarantee: idempotent; the belief that ends stays as an AgentIdentityVersion. Read again, it is back
//   (write-identities).
// params: run, at, keys
// returns: ended
// access: write
UNWIND $keys AS key
MATCH (i:AgentIdentity {key: key}) WHERE i.goneAt IS NULL
WITH i, properties(i) AS old
CREATE (v:AgentIdentityVersion)-[:VERSION_OF]->(i)
SET v = old, v.supersededIn = $run, v.unprojectedIn = null
FOREACH (_ IN CASE WHEN $at > old.validFrom THEN [1] ELSE [] END |
  CREATE (past:AgentIdentityVersion)-[:VERSION_OF]->(i)
  SET past = old, past.validTo = $at, past.recordedIn = $run, past.unprojectedIn = null)
SET i.goneAt = $at, i.validFrom = $at, i.recordedIn = $run, i.sponsored = null, i.unprojectedIn = $run
RETURN count(i) AS ended
