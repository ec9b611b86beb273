// Why: a record that a complete sweep lacks for the first time is a candidate only; the next sweep must tell this from
//   the second time (L15).
// Guarantee: idempotent; the first time stays. Nothing is concluded from the mark alone.
// params: at, keys
// returns: marked
// access: write
UNWIND $keys AS key
MATCH (e:Employment {key: key}) WHERE e.absentSince IS NULL
SET e.absentSince = $at
RETURN count(e) AS marked
