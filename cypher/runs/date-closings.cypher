// Why: as known at K is answered from what was closed by K: a closing has the time at which it happened, and says up
//   to which number everything was closed then. A lower number that is still open hides higher ones until it closes.
// Guarantee: locks the sequence: closings are dated in the order of their commits, never earlier than the one before
//   nor than the opening of what they close. In the transaction that closed these runs; one that has its time keeps
//   it, and no row comes back when all have.
//
//   run      4 closed   5 open   6 closed   7 closed        horizon 4; when 5 closes: 7
//
// params: now, numbers
// returns: closedAt, horizon
// access: write
MATCH (s:Sequence {key: 'run'})
REMOVE s.lock
WITH s
UNWIND $numbers AS number
MATCH (r:Run {number: number}) WHERE r.closedAt IS NULL
WITH s, collect(r) AS closing, max(r.openedAt) AS opened
CALL () {
  MATCH (o:Run) WHERE o.state = 'open'
  RETURN min(o.number) AS firstOpen
}
WITH s, closing, coalesce(firstOpen - 1, s.last) AS horizon,
  reduce(latest = $now, at IN [opened, s.lastClosedAt] | CASE WHEN at > latest THEN at ELSE latest END) AS closedAt
SET s.lastClosedAt = closedAt, s.horizon = horizon
FOREACH (r IN closing | SET r.closedAt = closedAt, r.horizon = horizon)
RETURN closedAt, horizon
