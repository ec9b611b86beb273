// Why: a run that was paused and replaced must not commit (a zombie, F23).
// Guarantee: the last statement of every writing transaction of a run: locks the lease before it looks, so a
//   successor waits for this commit; no row when the epoch has moved on, and then the transaction must be
//   rolled back. Prolongs nobody else's lease.
// params: key, epoch, expiresAt
// returns: epoch
// access: write
MATCH (l:Lease {key: $key})
REMOVE l.lock
WITH l WHERE l.epoch = $epoch
SET l.expiresAt = $expiresAt
RETURN l.epoch AS epoch
