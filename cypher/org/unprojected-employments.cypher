// Why: the durable work list of the projection.
// Guarantee: at most `limit` keys, by key order.
// params: limit
// returns: key, personId
// access: read
MATCH (e:Employment) WHERE e.unprojectedIn IS NOT NULL
WITH e ORDER BY e.unprojectedIn, e.key LIMIT $limit
MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e)
RETURN e.key AS key, p.id AS personId
