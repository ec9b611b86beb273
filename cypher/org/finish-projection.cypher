// Why: the mark goes last, in the transaction that projected; a crash before it projects again.
// Guarantee: idempotent.
// params: keys
// returns: finished
// access: write
UNWIND $keys AS key
MATCH (e:Employment {key: key})
REMOVE e.unprojectedIn
RETURN count(e) AS finished
