// Why: "as known at K" means after the last run or act that was closed by K, together with all before it.
// Guarantee: one row once anything was ever opened. For an instant: the horizon of the last closing by then (see
//   date-closings), by the index of closings. For a number: the first horizon that includes it, since a run that ended
//   while an earlier one was going on was known only with that one; beyond the last closing, what is closed now.
//   `isFinal`: no closing that is to come can change this answer.
//
//   closings   …  11 at 09:00  │  13 at 09:05 (12 open)  │  12 at 09:10: horizon 13      K 09:07 → 11      run 12 → 13
//
// params: at, number
// returns: run, isFinal, last
// access: read
MATCH (s:Sequence {key: 'run'})
WITH s, CASE WHEN $number IS NOT NULL THEN coalesce(s.horizon >= $number, false)
  ELSE coalesce($at < s.lastClosedAt, false) END AS isFinal
WITH s, isFinal, CASE
  WHEN $number IS NULL THEN head(COLLECT {
    MATCH (r:Run) WHERE r.closedAt <= $at
    RETURN r.horizon ORDER BY r.closedAt DESC, r.horizon DESC LIMIT 1 })
  WHEN isFinal THEN head(COLLECT {
    MATCH (n:Run {number: $number})
    MATCH (r:Run) WHERE r.closedAt >= n.closedAt
    WITH r WHERE r.horizon >= $number
    RETURN r.horizon ORDER BY r.closedAt, r.horizon LIMIT 1 })
  ELSE s.horizon END AS horizon
OPTIONAL MATCH (k:Run {number: horizon})
RETURN CASE WHEN k IS NULL THEN null ELSE k {.number, .kind, .source, .act, .operator, .closedAt} END AS run,
  isFinal, s.last AS last
