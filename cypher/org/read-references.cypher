// Why: a plan that changes one of several jobs of a person must know what the others say about their place.
// Guarantee: one row per known person, employments in order of key.
// params: ids
// returns: id, records
// access: read
UNWIND $ids AS id
MATCH (p:Person {id: id})
RETURN p.id AS id, COLLECT { MATCH (p)-[:HAS_EMPLOYMENT]->(e:Employment)
  RETURN e {.key, .startsAt, .endsAt, .managerRef, .teamRef, .positionRef} ORDER BY e.key } AS records
