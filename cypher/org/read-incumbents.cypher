// Why: who holds a position now.
// Guarantee: one row per known position, holders in stable order.
// params: keys
// returns: key, personIds
// access: read
UNWIND $keys AS key
MATCH (s:Position {key: key})
RETURN s.key AS key, COLLECT { MATCH (p:Person)-[:HOLDS]->(s) RETURN DISTINCT p.id ORDER BY p.id } AS personIds
