// Why: what was recorded since a day is found by the number of the first run that closed since.
// Guarantee: null when nothing closed since; by the index of closings.
// params: at
// returns: number
// access: read
MATCH (r:Run) WHERE r.closedAt >= $at
RETURN min(r.number) AS number
