// Why: a plan that changes one of several jobs of a person must know what the others say about their place.
// Guarantee: one row per known person, employments in order of key; logins that name a manager follow.
// params: ids
// returns: id, records
// access: read
UNWIND $ids AS id
MATCH (p:Person {id: id})
RETURN p.id AS id, COLLECT { MATCH (p)-[:HAS_EMPLOYMENT]->(e:Employment)
    RETURN e {.key, kind: 'employment', .rank, .startsAt, .endsAt, .managerRef, .teamRef, .positionRef} ORDER BY e.key }
  + COLLECT { MATCH (p)<-[:BELONGS_TO]-(a:Account)
    WHERE a.managerRef IS NOT NULL AND a.status IN ['staged', 'active', 'suspended']
    RETURN a {.key, kind: 'account', .rank, startsAt: a.validFrom, endsAt: null, .managerRef, teamRef: null,
      positionRef: null} ORDER BY a.key } AS records
