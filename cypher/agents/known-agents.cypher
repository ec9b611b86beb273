// Why: the id of a registered agent is never given out again, also when its document is gone from the folder (G2).
// Guarantee: of these ids those that are taken; by key.
// params: ids
// returns: id
// access: read
UNWIND $ids AS id
MATCH (g:Agent {id: id})
RETURN g.id AS id
