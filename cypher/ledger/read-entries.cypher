// Why: the ledger in order, in pages: to verify, to export, to list.
// Guarantee: by the index of position; values as they are, since somebody may have edited them (F45).
// params: after, limit
// returns: entry
// access: read
MATCH (e:LedgerEntry)
WHERE e.position > $after
RETURN e {.*} AS entry ORDER BY e.position LIMIT $limit
