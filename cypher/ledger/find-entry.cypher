// Why: one entry by its id, or by its place in the chain, as people name it.
// Guarantee: at most one row.
// params: id, position
// returns: entry
// access: read
OPTIONAL MATCH (byId:LedgerEntry {id: $id})
OPTIONAL MATCH (byPlace:LedgerEntry {position: $position})
WITH coalesce(byId, byPlace) AS e
WHERE e IS NOT NULL
RETURN e {.*} AS entry
