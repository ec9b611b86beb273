// Why: which agents of a directory are on record: those that a complete sweep does not list any more are gone there.
// Guarantee: none that is gone already; indexed by source.
// params: source
// returns: key, name
// access: read
MATCH (i:AgentIdentity {source: $source}) WHERE i.goneAt IS NULL
RETURN i.key AS key, i.name AS name ORDER BY key
