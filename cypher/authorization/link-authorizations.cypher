// Why: a new authorization hangs between its agent and its decision class.
// Guarantee: idempotent; no row where an end is missing, and the caller rolls back.
// params: rows [{key, agentId, decisionClassId}]
// returns: key
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})
MATCH (g:Agent {id: row.agentId})
MATCH (c:DecisionClass {id: row.decisionClassId})
MERGE (a)-[:FOR]->(g)
MERGE (a)-[:OF]->(c)
MERGE (g)-[:DECIDES]->(c)
RETURN a.key AS key
