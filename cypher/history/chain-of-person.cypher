// Why: what a person answered for, and where they worked.
// Guarantee: at most one row; in no particular order, the caller sorts by time. What they answered for under a record
//   that is known to be theirs now (Q3) is part of it. Where they stand now: line-of-person.
//
//   (p)<-[:SAME_AS]-(another record of theirs)<-[:HELD_BY]-(Ownership)
//
// params: id
// returns: ownerships, employments
// access: read
MATCH (p:Person {id: $id})
RETURN COLLECT { MATCH (p)<-[:SAME_AS*0..20]-(:Person)<-[:HELD_BY]-(o:Ownership)-[:OWNERSHIP_OF]->(a:Authorization) WHERE o.supersededIn IS NULL
    OPTIONAL MATCH (:Person {id: o.inheritedFrom})-[:SAME_AS*0..20]->(giver:Person)
    WHERE NOT EXISTS { (giver)-[:SAME_AS]->(:Person) }
    RETURN o {.role, .basis, .validFrom, .validTo, .endedBecause, .step, key: a.key, giverName: giver.name} } AS ownerships,
  COLLECT { MATCH (p)-[:HAS_EMPLOYMENT]->(e:Employment)
    RETURN e {.key, .startDate, .endDate, .leaveFrom, .leaveTo, .startsAt, .endsAt} ORDER BY e.startsAt, e.key } AS employments
