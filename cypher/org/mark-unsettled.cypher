// Why: authorizations whose owner, lead or former owner changed must be settled; the mark is durable, so a
//   crash before settling is made good by the next run.
// Guarantee: in the transaction that changed the person, after the person was locked. Marks only.
// params: run, ids
// returns: marked
// access: write
UNWIND $ids AS id
MATCH (p:Person {id: id})
CALL (p) {
  MATCH (p)<-[:OWNED_BY]-(a:Authorization) RETURN a
  UNION
  MATCH (p)<-[:LED_BY]-(:DecisionClass)<-[:OF]-(a:Authorization) RETURN a
  UNION
  MATCH (p)<-[:SAME_AS*0..20]-(:Person)<-[:HELD_BY]-(o:Ownership {endedBecause: 'OWNER_DEPARTED'})-[:OWNERSHIP_OF]->(a:Authorization) RETURN a
}
WITH DISTINCT a
SET a.unsettledIn = $run
RETURN count(a) AS marked
