// Why: which teams of a source are on record: those that a complete sweep does not list any more are gone there (O11).
// Guarantee: described and not removed ones only; indexed by source.
// params: source
// returns: key, name
// access: read
MATCH (t:Team {source: $source}) WHERE t.hash IS NOT NULL AND t.removedAt IS NULL
RETURN t.key AS key, t.name AS name
