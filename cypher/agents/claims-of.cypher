// Why: which ids a registry agent claims before its document changes: what it lets go of is looked at again.
// Guarantee: each once; by key.
// params: agentIds
// returns: identifier
// access: read
UNWIND $agentIds AS agentId
MATCH (:Agent {id: agentId})-[:CLAIMS]->(n:AgentIdentifier)
RETURN DISTINCT n.key AS identifier ORDER BY identifier
