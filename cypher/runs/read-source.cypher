// Why: where the last applied read of a source ended, and whether it was ever applied (a first one is a baseline).
// Guarantee: at most one row.
// params: source
// returns: cursor, lastRun, lastRunAt
// access: read
MATCH (s:Source {id: $source})
RETURN s.cursor AS cursor, s.lastRun AS lastRun, s.lastRunAt AS lastRunAt
