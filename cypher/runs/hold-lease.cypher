// Why: a run that was paused and replaced must not commit (a zombie, F23).
// Guarantee: the last statement of every writing transaction of a run: locks the lease, so a successor waits
//   for this commit; no row when the epoch has moved on, and then the transaction must be rolled back.
// params: key, epoch, expiresAt
// returns: epoch
// access: write
MATCH (l:Lease {key: $key})
SET l.expiresAt = $expiresAt
WITH l WHERE l.epoch = $epoch
RETURN l.epoch AS epoch
