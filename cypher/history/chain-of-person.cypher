// Why: what a person answers for and answered for, and to whom they report.
// Guarantee: at most one row. The reporting line is followed at most 25 steps and never through a person twice,
//   so it ends on any graph (I10). What they answered for under a record that is known to be theirs now (Q3) is
//   part of it.
//
//   (p)-[:REPORTS_TO]->(m1)-[:REPORTS_TO]->(m2) …     (p)<-[:SAME_AS]-(another record of theirs)
//
// params: id
// returns: id, name, activeUntil, line, holdings, ownerships, employments
// access: read
MATCH (p:Person {id: $id})
RETURN p.id AS id, p.name AS name, p.activeUntil AS activeUntil,
  COLLECT { MATCH path = (p)-[:REPORTS_TO*1..25]->(m:Person)
    WHERE m <> p AND all(n IN nodes(path) WHERE single(other IN nodes(path) WHERE other = n))
    RETURN {id: m.id, name: m.name} ORDER BY length(path) } AS line,
  COLLECT { MATCH (p)<-[:OWNED_BY]-(a:Authorization)
    RETURN {key: a.key, standing: a.standing} ORDER BY a.key } AS holdings,
  COLLECT { MATCH (p)<-[:SAME_AS*0..20]-(:Person)<-[:HELD_BY]-(o:Ownership)-[:OWNERSHIP_OF]->(a:Authorization) WHERE o.supersededIn IS NULL
    OPTIONAL MATCH (:Person {id: o.inheritedFrom})-[:SAME_AS*0..20]->(giver:Person)
    WHERE NOT EXISTS { (giver)-[:SAME_AS]->(:Person) }
    RETURN o {.role, .basis, .validFrom, .validTo, .endedBecause, .step, key: a.key, giverName: giver.name} } AS ownerships,
  COLLECT { MATCH (p)-[:HAS_EMPLOYMENT]->(e:Employment)
    RETURN e {.key, .startDate, .endDate, .leaveFrom, .leaveTo, .startsAt, .endsAt} ORDER BY e.startsAt, e.key } AS employments
