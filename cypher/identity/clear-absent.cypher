// Why: a login that is listed again, or that its directory shows when asked for it, was not gone (L15, F15).
// Guarantee: idempotent.
// params: keys
// returns: cleared
// access: write
UNWIND $keys AS key
MATCH (a:Account {key: key}) WHERE a.absentSince IS NOT NULL
REMOVE a.absentSince
RETURN count(a) AS cleared
