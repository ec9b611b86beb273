// Why: what a new authorization starts from: the revisions in force of its agent and decision class.
// Guarantee: one row per known pair.
// params: rows [{key, agentId, decisionClassId}]
// returns: key, agent, decisionClass, builderId, leadId
// access: read
UNWIND $rows AS row
MATCH (g:Agent {id: row.agentId})
MATCH (c:DecisionClass {id: row.decisionClassId})
RETURN row.key AS key, g {.digest, .status} AS agent,
  c {.impact, .criteriaDigest, .thresholdDigest, .limits, .status} AS decisionClass,
  head(COLLECT { MATCH (g)-[:BUILT_BY]->(b:Person) RETURN b.id }) AS builderId,
  head(COLLECT { MATCH (c)-[:LED_BY]->(l:Person) RETURN l.id }) AS leadId
