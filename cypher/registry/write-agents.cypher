// Why: an agent and the version of it that is in force; every version is kept.
// Guarantee: idempotent. What was in force until now stays as an AgentVersion with when and in which run it ended,
//   and a builder who is replaced as BUILT_BY_RECORD. Its authorizations are marked for settling in the same transaction, and so are the agents
//   of directories that it claims or claimed.
//
//   (Agent)-[:CLAIMS]->(AgentIdentifier)<-[:KNOWN_AS]-(AgentIdentity)
//
// params: run, at, rows [{id, title, status, digest, manifest, identities, builderId}]
// returns: id
// access: write
UNWIND $rows AS row
MERGE (g:Agent {id: row.id})
  ON CREATE SET g.createdIn = $run
WITH row, g, any(old IN [g.title <> row.title, g.status <> row.status, g.digest <> row.digest] WHERE old) AS changed
FOREACH (_ IN CASE WHEN changed
    AND NOT EXISTS { (g)<-[:VERSION_OF]-(:AgentVersion {supersededIn: $run}) } THEN [1] ELSE [] END |
  CREATE (w:AgentVersion)-[:VERSION_OF]->(g)
  SET w = properties(g), w.validTo = $at, w.supersededIn = $run)
SET g += row {.title, .status, .digest, .identities}, g.recordedIn = $run
MERGE (v:AgentRevision {key: row.id + '@' + row.digest})
  ON CREATE SET v.digest = row.digest, v.manifest = row.manifest, v.firstSeenAt = $at, v.recordedIn = $run
MERGE (v)-[:REVISION_OF]->(g)
WITH row, g
OPTIONAL MATCH (g)-[built:BUILT_BY]->(was:Person) WHERE row.builderId IS NULL OR was.id <> row.builderId
FOREACH (r IN CASE WHEN built IS NULL THEN [] ELSE [built] END |
  CREATE (g)-[past:BUILT_BY_RECORD]->(was)
  SET past = properties(r), past.validTo = $at, past.supersededIn = $run)
DELETE built
WITH DISTINCT row, g
OPTIONAL MATCH (builder:Person {id: row.builderId})
FOREACH (p IN CASE WHEN builder IS NULL THEN [] ELSE [builder] END | MERGE (g)-[r:BUILT_BY]->(p)
  ON CREATE SET r.validFrom = $at, r.recordedIn = $run)
WITH row, g
CALL (row, g) {
  MATCH (g)-[let:CLAIMS]->(n:AgentIdentifier) WHERE NOT n.key IN row.identities
  OPTIONAL MATCH (n)<-[:KNOWN_AS]-(i:AgentIdentity)
  SET i.unprojectedIn = $run
  DELETE let
}
CALL (row, g) {
  UNWIND row.identities AS claimed
  MERGE (n:AgentIdentifier {key: claimed})
  MERGE (g)-[:CLAIMS {key: row.id + '|' + claimed}]->(n)
  WITH n
  MATCH (n)<-[:KNOWN_AS]-(i:AgentIdentity)
  SET i.unprojectedIn = $run
}
WITH row, g
OPTIONAL MATCH (g)<-[:FOR]-(a:Authorization)
SET a.unsettledIn = $run
RETURN DISTINCT row.id AS id
