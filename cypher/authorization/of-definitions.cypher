// Why: which authorizations a changed agent or decision class touches; a plan asks, a run marks.
// Guarantee: by key from either end.
// params: agentIds, classIds
// returns: key
// access: read
CALL () {
  UNWIND $agentIds AS id
  MATCH (:Agent {id: id})<-[:FOR]-(a:Authorization) RETURN a
  UNION
  UNWIND $classIds AS id
  MATCH (:DecisionClass {id: id})<-[:OF]-(a:Authorization) RETURN a
}
RETURN DISTINCT a.key AS key ORDER BY key
