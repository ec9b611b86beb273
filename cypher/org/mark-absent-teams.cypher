// Why: a group that a complete sweep lacks for the first time is a candidate only; the next sweep must tell this from
//   the second time (F15, L15).
// Guarantee: idempotent; the first time stays. Nothing is concluded from the mark alone.
// params: at, keys
// returns: marked
// access: write
UNWIND $keys AS key
MATCH (t:Team {key: key}) WHERE t.absentSince IS NULL
SET t.absentSince = $at
RETURN count(t) AS marked
