// Why: (AgentIdentity)-[:IDENTITY_OF]->(Agent) is what a document's identities mean.
// Guarantee: idempotent, one current edge per agent of a directory; what ends moves to IDENTITY_OF_RECORD, once as it
//   was believed and once as far as it is still true.
// params: run, at, rows [{key, agentId}]
// returns: changed
// access: write
UNWIND $rows AS row
MATCH (i:AgentIdentity {key: row.key})
OPTIONAL MATCH (g:Agent {id: row.agentId})
OPTIONAL MATCH (i)-[old:IDENTITY_OF]->(was:Agent)
WITH i, g, old, was
WHERE coalesce(was.id, '') <> coalesce(g.id, '')
FOREACH (r IN CASE WHEN old IS NULL THEN [] ELSE [old] END |
  CREATE (i)-[past:IDENTITY_OF_RECORD]->(was)
  SET past = properties(r), past.supersededIn = $run)
FOREACH (r IN CASE WHEN old IS NULL OR $at <= old.validFrom THEN [] ELSE [old] END |
  CREATE (i)-[past:IDENTITY_OF_RECORD]->(was)
  SET past = properties(r), past.validTo = $at, past.recordedIn = $run)
DELETE old
WITH i, g
WHERE g IS NOT NULL
CREATE (i)-[:IDENTITY_OF {key: i.key, validFrom: $at, recordedIn: $run}]->(g)
RETURN count(i) AS changed
