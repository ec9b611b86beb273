// Why: entries of one closed run that wait for their place, in the order in which they were written.
// Guarantee: by the index of run and order; at most `limit` rows.
// params: run, limit
// returns: id, seal
// access: read
MATCH (e:LedgerEntry)
WHERE e.run = $run AND e.ordinal >= 0 AND e.position IS NULL
RETURN e.id AS id, e.seal AS seal ORDER BY e.ordinal, e.id LIMIT $limit
