// Why: an act whose process was paused and that was closed as abandoned must not commit (a zombie, F23): what was
//   known at its closing would change.
// Guarantee: the last statement of every writing transaction of an act: locks its record before it looks, so whoever
//   would close it waits for this commit; no row when it was closed by others, and then the transaction must be
//   rolled back.
// params: number, holder, expiresAt
// returns: number
// access: write
MATCH (r:Run {number: $number})
REMOVE r.lock
WITH r WHERE r.holder = $holder AND r.abandoned IS NULL
SET r.expiresAt = $expiresAt
RETURN r.number AS number
