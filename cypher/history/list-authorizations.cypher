// Why: to answer "did you mean" and "which ones are there" for an agent or a class.
// Guarantee: in key order, at most `limit`; an empty prefix lists from the start.
// params: prefix, limit
// returns: key, agentId, decisionClassId, standing
// access: read
MATCH (a:Authorization) WHERE a.key STARTS WITH $prefix
RETURN a.key AS key, a.agentId AS agentId, a.decisionClassId AS decisionClassId, a.standing AS standing
ORDER BY key LIMIT $limit
