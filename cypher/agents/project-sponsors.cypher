// Why: (AgentIdentity)-[:SPONSORED_BY]->(Person) is what a directory's sponsor references mean.
// Guarantee: idempotent, one current edge per agent and person; what ends moves to SPONSORED_BY_RECORD, once as it
//   was believed and once as far as it is still true. Owners at a directory are technical and stay references.
// params: run, at, rows [{key, sponsors}]
// returns: projected
// access: write
UNWIND $rows AS row
MATCH (i:AgentIdentity {key: row.key})
CALL (row, i) {
  MATCH (i)-[old:SPONSORED_BY]->(was:Person) WHERE NOT was.id IN [one IN row.sponsors | one.personId]
  CREATE (i)-[past:SPONSORED_BY_RECORD]->(was)
  SET past = properties(old), past.supersededIn = $run
  FOREACH (_ IN CASE WHEN $at > old.validFrom THEN [1] ELSE [] END |
    CREATE (i)-[ended:SPONSORED_BY_RECORD]->(was)
    SET ended = properties(old), ended.validTo = $at, ended.recordedIn = $run)
  DELETE old
}
CALL (row, i) {
  UNWIND row.sponsors AS sponsor
  MATCH (p:Person {id: sponsor.personId})
  MERGE (i)-[s:SPONSORED_BY {key: i.key + '|' + p.id}]->(p)
    ON CREATE SET s.validFrom = $at, s.recordedIn = $run
  SET s.ref = sponsor.ref
}
RETURN count(i) AS projected
