// Why: where an owner sat when the duty began or was last signed is kept, to notice a move (M1).
// Guarantee: bookkeeping of the picture of today; not a fact of its own.
// params: rows [{key, personId, placement, until}]
// returns: key
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})-[r:OWNED_BY {key: row.key + '|' + row.personId}]->(:Person)
SET r.placement = row.placement, r.until = row.until
RETURN row.key AS key
