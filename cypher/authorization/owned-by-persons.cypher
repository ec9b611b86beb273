// Why: what a change of these people would touch: a plan asks, a run marks (mark-unsettled).
// Guarantee: the same set that mark-unsettled would mark.
// params: ids
// returns: key
// access: read
UNWIND $ids AS id
MATCH (p:Person {id: id})
CALL (p) {
  MATCH (p)<-[:OWNED_BY]-(a:Authorization) RETURN a
  UNION
  MATCH (p)<-[:LED_BY]-(:DecisionClass)<-[:OF]-(a:Authorization) RETURN a
  UNION
  MATCH (p)<-[:SAME_AS*0..20]-(:Person)<-[:HELD_BY]-(o:Ownership {endedBecause: 'OWNER_DEPARTED'})-[:OWNERSHIP_OF]->(a:Authorization) RETURN a
}
RETURN DISTINCT a.key AS key ORDER BY key
