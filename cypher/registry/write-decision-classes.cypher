// Why: a kind of judgement, with its criteria and threshold as they stand; every version is kept.
// Guarantee: idempotent. What was in force until now stays as a DecisionClassVersion with when and in which run it
//   ended, and a lead who is replaced as LED_BY_RECORD. Authorizations of the class are marked for settling in the same transaction.
// params: run, at, rows [{id, title, impact, status, criteriaText, criteriaDigest, thresholdText, thresholdDigest, limits, leadAddress, leadId}]
// returns: id
// access: write
UNWIND $rows AS row
MERGE (c:DecisionClass {id: row.id})
  ON CREATE SET c.createdIn = $run
WITH row, c, any(old IN [c.title <> row.title, c.impact <> row.impact, c.status <> row.status,
  c.criteriaDigest <> row.criteriaDigest, c.thresholdDigest <> row.thresholdDigest] WHERE old) AS changed
FOREACH (_ IN CASE WHEN changed
    AND NOT EXISTS { (c)<-[:VERSION_OF]-(:DecisionClassVersion {supersededIn: $run}) } THEN [1] ELSE [] END |
  CREATE (v:DecisionClassVersion)-[:VERSION_OF]->(c)
  SET v = properties(c), v.validTo = $at, v.supersededIn = $run)
SET c += row {.title, .impact, .status, .criteriaText, .criteriaDigest, .thresholdText, .thresholdDigest,
      .limits, .leadAddress},
    c.recordedIn = $run
MERGE (v:DecisionClassRevision {key: row.id + '@' + row.criteriaDigest + row.thresholdDigest})
  ON CREATE SET v += row {.impact, .criteriaText, .criteriaDigest, .thresholdText, .thresholdDigest, .limits},
    v.firstSeenAt = $at, v.recordedIn = $run
MERGE (v)-[:REVISION_OF]->(c)
WITH row, c
OPTIONAL MATCH (c)-[led:LED_BY]->(was:Person) WHERE row.leadId IS NULL OR was.id <> row.leadId
FOREACH (r IN CASE WHEN led IS NULL THEN [] ELSE [led] END |
  CREATE (c)-[past:LED_BY_RECORD]->(was)
  SET past = properties(r), past.validTo = $at, past.supersededIn = $run)
DELETE led
WITH DISTINCT row, c
OPTIONAL MATCH (lead:Person {id: row.leadId})
FOREACH (p IN CASE WHEN lead IS NULL THEN [] ELSE [lead] END | MERGE (c)-[r:LED_BY]->(p)
  ON CREATE SET r.validFrom = $at, r.recordedIn = $run)
WITH row, c
OPTIONAL MATCH (c)<-[:OF]-(a:Authorization)
SET a.unsettledIn = $run
RETURN DISTINCT row.id AS id
