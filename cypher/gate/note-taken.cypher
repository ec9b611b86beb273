// Why: what a run takes away by itself counts in the windows of the runs after it (F27).
// Guarantee: idempotent; before the first write of the read.
// params: run, source, taken
// returns: number
// access: write
MATCH (r:Run {number: $run})
SET r.tookFrom = $source, r.taken = $taken
RETURN r.number AS number
