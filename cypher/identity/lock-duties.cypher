// Why: every authorization that two records of people have to do with is decided anew once they are one, or two again.
// Guarantee: locks each and raises its revision, so that whoever decided on it meanwhile decides again (F23); the mark
//   is durable.
// params: run, ids
// returns: key
// access: write
UNWIND $ids AS id
MATCH (p:Person {id: id})
CALL (p) {
  MATCH (p)<-[:OWNED_BY]-(a:Authorization) RETURN a
  UNION
  MATCH (p)<-[:HELD_BY]-(:Ownership)-[:OWNERSHIP_OF]->(a:Authorization) RETURN a
  UNION
  MATCH (p)<-[:SIGNED_BY]-(:Signature)-[:SIGNS]->(a:Authorization) RETURN a
  UNION
  MATCH (p)<-[:NAMES_SUCCESSOR]-(a:Authorization) RETURN a
  UNION
  MATCH (p)<-[:LED_BY]-(:DecisionClass)<-[:OF]-(a:Authorization) RETURN a
  UNION
  MATCH (p)<-[:BUILT_BY]-(:Agent)<-[:FOR]-(a:Authorization) RETURN a
}
WITH DISTINCT a ORDER BY a.key
SET a.unsettledIn = $run, a.revision = a.revision + 1
RETURN a.key AS key
