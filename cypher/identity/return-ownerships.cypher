// Why: a duty that was moved by mistake is with whom it was before, since it began (Q3).
// Guarantee: the belief of the time between is superseded and stays on record; what was ended by the act is restated as
//   a new open version, nothing is edited in place.
// params: run, fromId, rows [{key, ended, begun}]
// returns: key
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})
CALL (a, row) {
  MATCH (a)<-[:OWNERSHIP_OF]-(o:Ownership) WHERE o.id IN row.begun
  SET o.supersededIn = $run
  RETURN count(o) AS given
}
CALL (a) {
  MATCH (a)-[r:OWNED_BY]->(:Person {id: $fromId})
  DELETE r
  RETURN count(*) AS taken
}
CALL (a, row) {
  UNWIND row.ended AS one
  MATCH (v:Ownership {id: one.id})-[:HELD_BY]->(p:Person)
  CREATE (o:Ownership)
  SET o = v {.*, id: one.newId, recordedIn: $run, validTo: null, endedBecause: null}
  CREATE (o)-[:OWNERSHIP_OF]->(a)
  CREATE (o)-[:HELD_BY]->(p)
  CREATE (o)-[:SUPERSEDES]->(v)
  SET v.supersededIn = $run
  CREATE (a)-[r:OWNED_BY {key: a.key + '|' + p.id}]->(p)
  SET r += o {.role, .basis, .until, .inheritedFrom, .placement, .movedFrom, .movedIn},
    r.ownershipId = o.id, r.since = coalesce(o.since, o.validFrom)
  RETURN count(o) AS restated
}
RETURN a.key AS key
