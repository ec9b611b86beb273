// Why: a run of the same source that died before it was closed leaves records that were not projected.
// Guarantee: reads open and abandoned runs only.
// params: source, before
// returns: number
// access: read
MATCH (r:Run) WHERE r.state IN ['open', 'abandoned'] AND r.source = $source AND r.number < $before
RETURN r.number AS number ORDER BY number
