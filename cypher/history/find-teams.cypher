// Why: a team is asked for by its id at a source.
// Guarantee: by key.
// params: keys
// returns: key, name
// access: read
UNWIND $keys AS key
MATCH (t:Team {key: key})
RETURN t.key AS key, t.name AS name ORDER BY key
