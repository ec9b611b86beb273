// Why: a run that died leaves its record open; the next run of the source, which holds the lease, finishes its
//   work and closes it.
// Guarantee: idempotent; by the open-state index. What the dead run wrote counts as known from here on.
// params: source, before
// returns: closed
// access: write
MATCH (r:Run {state: 'open'})
WHERE r.source = $source AND r.number < $before
SET r.state = 'closed', r.closedAt = r.openedAt, r.abandoned = true
RETURN count(r) AS closed
