// Why: a slow drip stays below the limit of each run; what a source took away lately adds up (F27).
// Guarantee: by the index on source and instant. What a named person has released is not among it, nor what a run set
//   out to take away and died over: the run that does the rest counts that.
// params: source, since, before
// returns: at, taken
// access: read
MATCH (r:Run) WHERE r.tookFrom = $source AND r.openedAt > $since AND r.number < $before
  AND r.state <> 'open' AND r.abandoned IS NULL
RETURN r.openedAt AS at, r.taken AS taken ORDER BY r.number
