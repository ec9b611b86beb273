// Why: an ownership that had ended before it was ever written: the registry names somebody who has left
//   (L14). Who owned it is part of the answer to "who authorized it".
// Guarantee: a closed stretch, never the picture of today.
// params: run, rows [{key, id, personId, role, basis, since, endedAt, because, placement}]
// returns: id
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})
MATCH (p:Person {id: row.personId})
CREATE (o:Ownership {id: row.id, role: row.role, basis: row.basis, validFrom: row.since, validTo: row.endedAt,
  endedBecause: row.because, placement: row.placement, recordedIn: $run})
CREATE (o)-[:OWNERSHIP_OF]->(a)
CREATE (o)-[:HELD_BY]->(p)
RETURN o.id AS id
