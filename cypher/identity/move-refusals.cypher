// Why: who declined under one record has declined; a login of which somebody said that it is not this person is not
//   theirs under the other record either.
// Guarantee: says where it changed something, so that exactly that can be taken back.
// params: fromId, toId
// returns: declined, refusals
// access: write
MATCH (was:Person {id: $fromId})
CALL (was) {
  MATCH (was)<-[:HELD_BY]-(:Ownership)-[:OWNERSHIP_OF]->(a:Authorization)
  WHERE $fromId IN a.declinedBy AND NOT $toId IN a.declinedBy
  WITH DISTINCT a
  SET a.declinedBy = [id IN a.declinedBy | CASE id WHEN $fromId THEN $toId ELSE id END]
  RETURN collect(a.key) AS declined
}
CALL (was) {
  MATCH (was)<-[:BELONGS_TO_RECORD]-(x:Account)
  WHERE $fromId IN x.notPersons AND NOT $toId IN x.notPersons
  WITH DISTINCT x
  SET x.notPersons = x.notPersons + [$toId]
  RETURN collect(x.key) AS refusals
}
RETURN declined, refusals
