// Why: of the duties that a merge moved, those come back that nobody has settled otherwise since.
// Guarantee: one row for each authorization whose duty the act `movedIn` moved. `held`: it is with the survivor by that
//   move still; `signed`: somebody has signed it since. `ended` are the versions the act ended, `begun` those it and
//   what followed from it began at the survivor.
//
//   (home)<-[:HELD_BY]-(Ownership {PERSON_MERGED})-[:OWNERSHIP_OF]->(a)-[:OWNED_BY {movedIn}]->(survivor)
//
// params: fromId, toId, movedIn
// returns: key, held, signed, ended, begun, now
// access: read
MATCH (:Person {id: $toId})<-[:HELD_BY]-(v:Ownership {endedBecause: 'PERSON_MERGED', recordedIn: $movedIn})
  -[:OWNERSHIP_OF]->(a:Authorization)
WHERE v.supersededIn IS NULL
WITH DISTINCT a ORDER BY a.key
RETURN a.key AS key,
  EXISTS { (a)-[:OWNED_BY {movedFrom: $toId, movedIn: $movedIn}]->(:Person {id: $fromId}) } AS held,
  EXISTS { MATCH (a)<-[:SIGNS]-(s:Signature) WHERE s.recordedIn > $movedIn } AS signed,
  COLLECT { MATCH (a)<-[:OWNERSHIP_OF]-(o:Ownership {endedBecause: 'PERSON_MERGED', recordedIn: $movedIn})-[:HELD_BY]->(p:Person)
    WHERE o.supersededIn IS NULL AND p.id IN [$fromId, $toId] RETURN o.id ORDER BY o.id } AS ended,
  COLLECT { MATCH (a)<-[:OWNERSHIP_OF]-(o:Ownership)-[:HELD_BY]->(:Person {id: $fromId})
    WHERE o.supersededIn IS NULL AND o.recordedIn >= $movedIn AND coalesce(o.endedBecause, '') <> 'PERSON_MERGED'
    RETURN o.id ORDER BY o.id } AS begun,
  COLLECT { MATCH (a)-[:OWNED_BY]->(p:Person) RETURN p.name ORDER BY p.name } AS now
