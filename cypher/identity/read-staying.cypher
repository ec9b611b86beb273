// Why: when a merge is undone, what a person settled since stays, and has to be said (Q3).
// Guarantee: to be read before anything goes back. Identifiers that the act `movedIn` moved and that were linked
//   otherwise since, and authorizations that came to the survivor by the merge or since and were not moved by it.
// params: fromId, toId, movedIn
// returns: kind, key, name
// access: read
CALL () {
  MATCH (i:Identifier)-[:BELONGS_TO_RECORD {supersededIn: $movedIn}]->(:Person {id: $toId})
  WHERE NOT EXISTS { (i)-[:BELONGS_TO {movedFrom: $toId, movedIn: $movedIn}]->(:Person {id: $fromId}) }
  RETURN 'identifier' AS kind, i.key AS key,
    head(COLLECT { MATCH (i)-[:BELONGS_TO]->(p:Person) RETURN p.name }) AS name
  UNION
  MATCH (p:Person {id: $fromId})<-[:HELD_BY]-(o:Ownership)-[:OWNERSHIP_OF]->(a:Authorization)-[r:OWNED_BY]->(p)
  WHERE r.ownershipId = o.id AND r.movedIn IS NULL AND o.recordedIn >= $movedIn
  RETURN 'right' AS kind, a.key AS key, p.name AS name
}
RETURN kind, key, name ORDER BY kind, key
