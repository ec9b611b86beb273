// Why: the duty of who is known as somebody else from now on goes on: the same duty, with the beginning it had.
// Guarantee: a new version from now on; `since` is when the duty began, so that a signature given in it goes on
//   standing. The versions it continues are ended in the same transaction (end-ownerships, PERSON_MERGED).
// params: run, at, fromId, toId, rows [{key, ownershipId, role, basis, since, until, inheritedFrom, placement}]
// returns: ownershipId
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})
MATCH (p:Person {id: $toId})
CREATE (o:Ownership {id: row.ownershipId, role: row.role, basis: row.basis, validFrom: $at, since: row.since,
  until: row.until, inheritedFrom: row.inheritedFrom, placement: row.placement, recordedIn: $run,
  movedFrom: $fromId, movedIn: $run})
CREATE (o)-[:OWNERSHIP_OF]->(a)
CREATE (o)-[:HELD_BY]->(p)
MERGE (a)-[r:OWNED_BY {key: row.key + '|' + $toId}]->(p)
SET r.ownershipId = row.ownershipId, r.role = row.role, r.basis = row.basis, r.since = row.since,
  r.until = row.until, r.inheritedFrom = row.inheritedFrom, r.placement = row.placement,
  r.movedFrom = $fromId, r.movedIn = $run
RETURN o.id AS ownershipId
