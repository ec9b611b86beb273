// Why: one run per source at a time, also across machines (F23).
// Guarantee: locks the lease before it looks. A holder that is alive keeps it; an expired one, or one that
//   is known to be dead, loses it and its epoch with it. No row when somebody else holds it. Taken again under one
//   name (the answer to the commit was lost, F21) it is theirs.
// params: key, holder, expiresAt, now, deadHolder
// returns: epoch
// access: write
MERGE (l:Lease {key: $key})
  ON CREATE SET l.epoch = 0, l.holder = null, l.expiresAt = $now
SET l.touchedAt = $now
WITH l
WHERE l.holder IS NULL OR l.holder IN [$holder, $deadHolder] OR l.expiresAt <= $now
SET l.epoch = l.epoch + 1, l.holder = $holder, l.expiresAt = $expiresAt
RETURN l.epoch AS epoch
