// Why: the durable work list of the team projection.
// Guarantee: at most `limit` keys, by key order.
// params: limit
// returns: key
// access: read
MATCH (t:Team) WHERE t.unprojectedIn IS NOT NULL
WITH t ORDER BY t.unprojectedIn, t.key LIMIT $limit
RETURN t.key AS key
