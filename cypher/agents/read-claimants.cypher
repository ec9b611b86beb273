// Why: which registry agents claim an id of a directory's agent.
// Guarantee: one row per id and agent, retired ones included; by key.
// params: identifiers
// returns: identifier, agentId, status
// access: read
UNWIND $identifiers AS identifier
MATCH (:AgentIdentifier {key: identifier})<-[:CLAIMS]-(g:Agent)
RETURN identifier, g.id AS agentId, g.status AS status ORDER BY identifier, agentId
