// Why: what a new authorization starts from: the revisions in force of its agent and decision class.
// Guarantee: one row per pair; null for what is not registered (a plan may be about to).
// params: rows [{key, agentId, decisionClassId}]
// returns: key, agent, decisionClass, builderId, leadId
// access: read
UNWIND $rows AS row
OPTIONAL MATCH (g:Agent {id: row.agentId})
OPTIONAL MATCH (c:DecisionClass {id: row.decisionClassId})
RETURN row.key AS key,
  CASE WHEN g IS NULL THEN null ELSE g {.digest, .status} END AS agent,
  CASE WHEN c IS NULL THEN null
    ELSE c {.impact, .criteriaDigest, .thresholdDigest, .limits, .status} END AS decisionClass,
  head(COLLECT { MATCH (g)-[:BUILT_BY]->(b:Person) RETURN b.id }) AS builderId,
  head(COLLECT { MATCH (c)-[:LED_BY]->(l:Person) RETURN l.id }) AS leadId
