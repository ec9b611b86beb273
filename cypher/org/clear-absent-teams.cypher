// Why: a group that is listed again was not gone, and the next time it is missing is a first time (L15).
// Guarantee: idempotent.
// params: keys
// returns: cleared
// access: write
UNWIND $keys AS key
MATCH (t:Team {key: key}) WHERE t.absentSince IS NOT NULL
REMOVE t.absentSince
RETURN count(t) AS cleared
