// Why: which teams of a source are on record: those that two complete sweeps did not list are gone there (O11, L15).
// Guarantee: described and not removed ones only; indexed by source.
// params: source
// returns: key, name, absentSince
// access: read
MATCH (t:Team {source: $source}) WHERE t.hash IS NOT NULL AND t.removedAt IS NULL
RETURN t.key AS key, t.name AS name, t.absentSince AS absentSince
