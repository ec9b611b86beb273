// Why: an act settles what it touched itself.
// Guarantee: by the index of unsettled work, in order of key.
// params: run
// returns: key
// access: read
MATCH (a:Authorization) WHERE a.unsettledIn = $run
RETURN a.key AS key ORDER BY key
