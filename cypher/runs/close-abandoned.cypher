// Why: a run that died leaves its record open; the next run of its source, or the next due work, which
//   holds the same lease, finishes its work and closes it with itself.
// Guarantee: idempotent; by the open-state index. What the dead run wrote counts as known from here on.
// params: kind, source, before
// returns: closed
// access: write
MATCH (r:Run {state: 'open'})
WHERE r.kind = $kind AND r.number < $before
  AND (r.source = $source OR (r.source IS NULL AND $source IS NULL))
SET r.state = 'closed', r.closedAt = r.openedAt, r.abandoned = true
RETURN count(r) AS closed
