// Why: the claims of changed agents, exactly as the directory makes them; which document claims them and who
//   sponsors them is settled afterwards. A renamed agent is the same agent; one that was gone is back.
// Guarantee: idempotent per run. The replaced belief stays as an AgentIdentityVersion. `unprojectedIn` makes sure
//   that a crash before settling is made good by the next run. The blueprint an agent was made from is marked too:
//   only its offspring tell that it is one.
//
//   (AgentIdentityVersion)-[:VERSION_OF]->(AgentIdentity)-[:KNOWN_AS]->(AgentIdentifier)<-[:CLAIMS]-(Agent)
//
// params: run, at, rows [{key, claims, identifiers}]
// returns: written
// access: write
UNWIND $rows AS row
MERGE (i:AgentIdentity {key: row.key})
  ON CREATE SET i.createdIn = $run, i.firstSeenAt = $at
WITH row, i, properties(i) AS old
WITH row, i, old, old.hash IS NOT NULL AND (old.hash <> row.claims.hash OR old.goneAt IS NOT NULL) AS differs
FOREACH (_ IN CASE WHEN differs THEN [1] ELSE [] END |
  CREATE (v:AgentIdentityVersion)-[:VERSION_OF]->(i)
  SET v = old, v.supersededIn = $run, v.unprojectedIn = null)
FOREACH (_ IN CASE WHEN differs AND $at > old.validFrom THEN [1] ELSE [] END |
  CREATE (v:AgentIdentityVersion)-[:VERSION_OF]->(i)
  SET v = old, v.validTo = $at, v.recordedIn = $run, v.unprojectedIn = null)
SET i += row.claims,
    i.goneAt = null,
    i.sponsored = CASE WHEN size(row.claims.sponsorRefs) > 0 THEN true ELSE null END,
    i.validFrom = CASE WHEN old.hash IS NULL THEN coalesce(row.claims.createdAt, $at)
      WHEN differs THEN $at ELSE old.validFrom END,
    i.recordedIn = $run,
    i.unprojectedIn = $run
WITH row, i, old
CALL (row, i) {
  MATCH (i)-[known:KNOWN_AS]->(n:AgentIdentifier) WHERE NOT n.key IN row.identifiers
  DELETE known
}
CALL (row, i) {
  UNWIND row.identifiers AS identifier
  MERGE (n:AgentIdentifier {key: identifier})
  MERGE (i)-[:KNOWN_AS {key: row.key + '|' + identifier}]->(n)
}
CALL (row, old) {
  UNWIND [old.blueprintRef, row.claims.blueprintRef] AS ref
  MATCH (:AgentIdentifier {key: ref})<-[:KNOWN_AS]-(blueprint:AgentIdentity)
  SET blueprint.unprojectedIn = $run
}
RETURN count(i) AS written
