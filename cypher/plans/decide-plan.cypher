// Why: a named person approves or rejects what is held.
// Guarantee: locks the plan before it looks: only one that still waits with the hash that was shown can be decided. No
//   row otherwise.
// params: id, hash, state, run, at, expiresAt, decidedBy, reason
// returns: id
// access: write
MATCH (p:Plan {id: $id})
REMOVE p.lock
WITH p WHERE p.hash = $hash AND p.state IN ['held', 'rejected', 'expired', 'approved']
SET p.state = $state, p.decidedIn = $run, p.decidedAt = $at, p.expiresAt = $expiresAt, p.decidedBy = $decidedBy,
  p.reason = $reason
RETURN p.id AS id
