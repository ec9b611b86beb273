// Why: a plan takes its instant as a run would: never earlier than the last one (F31).
// Guarantee: at most one row.
// params: none
// returns: number, at
// access: read
MATCH (s:Sequence {key: 'run'})
RETURN s.last AS number, s.lastAt AS at
