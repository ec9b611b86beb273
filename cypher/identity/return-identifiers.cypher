// Why: two records are not one human after all (Q3): what the merge moved goes back, as it was.
// Guarantee: exactly the links that the act `movedIn` moved and that nobody has settled otherwise since (`moved`), and
//   logins that were linked meanwhile because they name these identifiers and no others: what linked them says so. The
//   belief of the time between stays as BELONGS_TO_RECORD.
// params: run, at, fromId, toId, movedIn
// returns: key, moved
// access: write
MATCH (home:Person {id: $toId})
MATCH (i:Identifier)-[b:BELONGS_TO {movedFrom: $toId, movedIn: $movedIn}]->(:Person {id: $fromId})
MATCH (i)-[was:BELONGS_TO_RECORD {supersededIn: $movedIn}]->(home)
WITH home, collect({i: i, b: b, kept: properties(was), moved: true}) AS moved, collect(i.key) AS keys
CALL (keys) {
  MATCH (i:Account)-[b:BELONGS_TO {evidence: 'workerId'}]->(:Person {id: $fromId})
  WHERE b.movedIn IS NULL AND b.recordedIn >= $movedIn AND b.evidenceKey IN keys AND all(claim IN i.claims
    WHERE claim IN keys OR NOT EXISTS { (:Identifier {key: claim})-[:BELONGS_TO]->(:Person) })
  RETURN collect({i: i, b: b, kept: properties(b), moved: false}) AS followed
}
UNWIND moved + followed AS one
WITH home, one.i AS i, one.b AS b, one.kept AS kept, one.moved AS isMoved
MATCH (held:Person {id: $fromId})
CREATE (i)-[past:BELONGS_TO_RECORD]->(held)
SET past = properties(b), past.validTo = $at, past.supersededIn = $run
WITH home, i, b, kept, isMoved
DELETE b
WITH home, i, kept, isMoved
CREATE (i)-[n:BELONGS_TO]->(home)
SET n = kept, n.recordedIn = $run
REMOVE n.validTo, n.supersededIn
RETURN i.key AS key, isMoved AS moved ORDER BY key
