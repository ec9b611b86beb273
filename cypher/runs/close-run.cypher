// Why: what a run recorded counts as known once the run is closed; the checkpoint comes last.
// Guarantee: idempotent. The cursor of the source moves in the same transaction or not at all.
// params: number, source, cursor, summary
// returns: number
// access: write
MATCH (r:Run {number: $number})
SET r.state = 'closed', r.closedAt = r.openedAt, r.summary = $summary
WITH r
FOREACH (_ IN CASE WHEN $source IS NULL THEN [] ELSE [1] END |
  MERGE (s:Source {id: $source})
  SET s.cursor = $cursor, s.lastRun = r.number, s.lastRunAt = r.openedAt)
RETURN r.number AS number
