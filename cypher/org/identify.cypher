// Why: whom a reference of a source stands for.
// Guarantee: one row per reference somebody answers to.
// params: keys
// returns: key, personId
// access: read
UNWIND $keys AS key
MATCH (i:Identifier {key: key})-[:BELONGS_TO]->(p)
USING INDEX SEEK i:Identifier(key)
RETURN key, p.id AS personId
