// Why: every run and act has a number; numbers are given in order, and what is recorded carries them.
// Guarantee: locks the sequence, so no two runs share a number. The run's instant is never earlier than
//   that of the last closed run (F31). Who holds it is on record: a run through the lease of its source, an act by
//   itself, so that one that died can be told from one that works.
// params: kind, source, at, operator, onBehalfOf, act, reason, baseline, holder, expiresAt, leaseKey, epoch
// returns: number, at
// access: write
MERGE (s:Sequence {key: 'run'})
  ON CREATE SET s.last = 0, s.lastAt = $at
SET s.last = s.last + 1,
    s.lastAt = CASE WHEN s.lastAt > $at THEN s.lastAt ELSE $at END
CREATE (r:Run {number: s.last, kind: $kind, source: $source, state: 'open', openedAt: s.lastAt,
  operator: $operator, onBehalfOf: $onBehalfOf, act: $act, reason: $reason, baseline: $baseline,
  holder: $holder, expiresAt: $expiresAt, leaseKey: $leaseKey, epoch: $epoch})
RETURN r.number AS number, r.openedAt AS at
