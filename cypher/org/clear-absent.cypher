// Why: a record that is listed again was not gone, and the next time it is missing is a first time (L15).
// Guarantee: idempotent.
// params: keys
// returns: cleared
// access: write
UNWIND $keys AS key
MATCH (e:Employment {key: key}) WHERE e.absentSince IS NOT NULL
REMOVE e.absentSince
RETURN count(e) AS cleared
