// Why: a login that a complete sweep lacks for the first time is a candidate only; the next read must tell this from
//   the second time (L15).
// Guarantee: idempotent; the first time stays. Nothing is concluded from the mark alone.
// params: at, keys
// returns: marked
// access: write
UNWIND $keys AS key
MATCH (a:Account {key: key}) WHERE a.absentSince IS NULL
SET a.absentSince = $at
RETURN count(a) AS marked
