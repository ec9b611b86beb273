// Why: a finished run lets the next one start at once.
// Guarantee: locks the lease before it looks: only the holder of this epoch can release it.
// params: key, epoch
// returns: released
// access: write
MATCH (l:Lease {key: $key})
REMOVE l.lock
WITH l WHERE l.epoch = $epoch
SET l.holder = null
RETURN true AS released
