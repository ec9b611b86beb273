// Why: whom a reference of a source stands for.
// Guarantee: one row per reference somebody answers to.
// params: keys
// returns: key, personId
// access: read
UNWIND $keys AS key
MATCH (:Identifier {key: key})-[:IDENTIFIES]->(p:Person)
RETURN key, p.id AS personId
