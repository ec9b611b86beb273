// Why: a departure that turned out not to have happened (L5): the belief that the ownership ended is superseded.
// Guarantee: the record of the wrong belief stays. The open ownership is begun anew by begin-ownerships.
// params: run, ids
// returns: id
// access: write
UNWIND $ids AS id
MATCH (o:Ownership {id: id})
WHERE o.supersededIn IS NULL
SET o.supersededIn = $run
RETURN o.id AS id
