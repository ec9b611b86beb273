// Why: a kind of judgement, with its criteria and threshold as they stand; every version is kept.
// Guarantee: idempotent. Authorizations of the class are marked for settling in the same transaction.
// params: run, at, rows [{id, title, impact, status, criteriaText, criteriaDigest, thresholdText, thresholdDigest, limits, leadAddress, leadId}]
// returns: id
// access: write
UNWIND $rows AS row
MERGE (c:DecisionClass {id: row.id})
  ON CREATE SET c.createdIn = $run
SET c += row {.title, .impact, .status, .criteriaText, .criteriaDigest, .thresholdText, .thresholdDigest,
      .limits, .leadAddress},
    c.recordedIn = $run
MERGE (v:DecisionClassRevision {key: row.id + '@' + row.criteriaDigest + row.thresholdDigest})
  ON CREATE SET v += row {.impact, .criteriaText, .criteriaDigest, .thresholdText, .thresholdDigest, .limits},
    v.firstSeenAt = $at, v.recordedIn = $run
MERGE (v)-[:REVISION_OF]->(c)
WITH row, c
OPTIONAL MATCH (c)-[led:LED_BY]->(was:Person) WHERE row.leadId IS NULL OR was.id <> row.leadId
DELETE led
WITH DISTINCT row, c
OPTIONAL MATCH (lead:Person {id: row.leadId})
FOREACH (p IN CASE WHEN lead IS NULL THEN [] ELSE [lead] END | MERGE (c)-[:LED_BY]->(p))
WITH row, c
OPTIONAL MATCH (c)<-[:OF]-(a:Authorization)
SET a.unsettledIn = $run
RETURN DISTINCT row.id AS id
