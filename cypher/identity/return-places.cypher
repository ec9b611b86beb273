// Why: a record that goes back to being a person of its own reports to whom it reported, and a duty of the other was never
//   given up for a seat that was not theirs (M1).
// Guarantee: the line is what it was before the act `movedIn`; the projection that follows corrects it where it has
//   changed since. Where a duty of `fromId` was placed at a seat of one of these employments, its place is unknown, and
//   set silently when it is settled.
// params: run, fromId, toId, movedIn, keys
// returns: lines, places
// access: write
CALL () {
  MATCH (home:Person {id: $toId})-[past:REPORTS_TO_RECORD {supersededIn: $movedIn}]->(boss:Person)
  WHERE past.validTo IS NULL AND NOT EXISTS { (home)-[:REPORTS_TO]->(:Person) }
  CREATE (home)-[back:REPORTS_TO]->(boss)
  SET back = properties(past), back.recordedIn = $run
  REMOVE back.supersededIn
  RETURN count(back) AS lines
}
CALL () {
  UNWIND $keys AS key
  MATCH (e:Employment {key: key})
  MATCH (:Person {id: $fromId})<-[r:OWNED_BY]-(:Authorization)
  WHERE r.placement CONTAINS '"team:' + e.teamRef + '"' OR r.placement CONTAINS '"position:' + e.positionRef + '"'
  SET r.placement = null
  RETURN count(r) AS places
}
RETURN lines, places
