// Why: how fresh each source's answers are.
// Guarantee: one row per source that was ever applied, by id.
// params: none
// returns: id, lastRun, lastRunAt
// access: read
MATCH (s:Source)
RETURN s.id AS id, s.lastRun AS lastRun, s.lastRunAt AS lastRunAt ORDER BY id
