// Why: two records are not one human after all (Q3).
// Guarantee: what was said stays as SAME_AS_RECORD, with who withdrew it and why.
// params: run, at, fromId, by, reason
// returns: toId, movedIn, declined, refusals
// access: write
MATCH (o:Person {id: $fromId})-[s:SAME_AS]->(p:Person)
CREATE (o)-[past:SAME_AS_RECORD]->(p)
SET past = properties(s), past.validTo = $at, past.supersededIn = $run, past.endedBy = $by, past.endedReason = $reason
WITH p.id AS toId, s, s.recordedIn AS movedIn, s.declined AS declined, s.refusals AS refusals
DELETE s
RETURN toId, movedIn, declined, refusals
