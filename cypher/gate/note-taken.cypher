// Why: what a run takes away by itself counts in the windows of the runs after it (F27).
// Guarantee: idempotent; before the first write of the read, so a crash counts too. What a run that died had not done
//   yet is counted with this run and taken off its own number.
// params: run, source, taken
// returns: number
// access: write
MATCH (r:Run {number: $run})
SET r.tookFrom = $source, r.taken = $taken
WITH r
OPTIONAL MATCH (dead:Run {state: 'open'}) WHERE dead.tookFrom = $source AND dead.number < $run
SET dead.taken = [i IN range(0, size($taken) - 1) |
  CASE WHEN dead.taken[i] > $taken[i] THEN dead.taken[i] - $taken[i] ELSE 0 END]
RETURN DISTINCT r.number AS number
