// Why: a run that died leaves its record open, or marked as abandoned; the next run of its source, or the next due
//   work, which holds the same lease, finishes its work and closes it with itself.
// Guarantee: idempotent; by the state index. `undated` are those that were open until now: what they wrote counts as
//   known from here on. One that was marked as abandoned counted from there.
// params: kind, source, before
// returns: undated
// access: write
MATCH (r:Run)
WHERE r.state IN ['open', 'abandoned'] AND r.kind = $kind AND r.number < $before
  AND (r.source = $source OR (r.source IS NULL AND $source IS NULL))
WITH r, r.state = 'open' AS wasOpen
SET r.state = 'closed', r.abandoned = true
RETURN collect(CASE WHEN wasOpen THEN r.number END) AS undated
