// Why: a person begins to answer for an authorization; OWNED_BY is the picture of today.
// Guarantee: the person is locked and must still be as they were when they were chosen (`seenRecordedIn`):
//   a row that does not come back means the world moved and the caller rolls back (add before remove, L7).
//
//   (Authorization)<-[:OWNERSHIP_OF]-(Ownership)-[:HELD_BY]->(Person)<-[:OWNED_BY]-(Authorization)
//
// params: run, rows [{key, ownershipId, personId, seenRecordedIn, role, basis, since, heldSince,
//   until, inheritedFrom, placement, step}]
// returns: ownershipId
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})
MATCH (p:Person {id: row.personId})
REMOVE p.lock
WITH row, a, p
WHERE p.recordedIn = row.seenRecordedIn
CREATE (o:Ownership {id: row.ownershipId, role: row.role, basis: row.basis, validFrom: row.since,
  until: row.until, inheritedFrom: row.inheritedFrom, placement: row.placement, step: row.step, recordedIn: $run})
CREATE (o)-[:OWNERSHIP_OF]->(a)
CREATE (o)-[:HELD_BY]->(p)
MERGE (a)-[r:OWNED_BY {key: row.key + '|' + row.personId}]->(p)
SET r.ownershipId = row.ownershipId, r.role = row.role, r.basis = row.basis, r.since = row.heldSince,
  r.until = row.until, r.inheritedFrom = row.inheritedFrom, r.placement = row.placement
RETURN o.id AS ownershipId
