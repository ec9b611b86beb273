// Why: a start, an end or a leave takes effect when its time comes, not when a file changes (F25).
// Guarantee: indexed by due time: reads what is due, not the people around it.
// params: at, limit
// returns: key, personId, name, endDate, zone, roles, startsAt, endsAt, leaveStartsAt, leaveEndsAt,
//   worksOn (another record of the person is in force: N6)
// access: read
MATCH (e:Employment) WHERE e.dueAt <= $at
WITH e ORDER BY e.dueAt, e.key LIMIT $limit
MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e)
RETURN e.key AS key, p.id AS personId, e.name AS name, e.endDate AS endDate, e.zone AS zone,
  COUNT { (p)<-[:OWNED_BY]-(:Authorization) } AS roles, e.startsAt AS startsAt, e.endsAt AS endsAt,
  e.leaveStartsAt AS leaveStartsAt, e.leaveEndsAt AS leaveEndsAt,
  EXISTS { (p)-[:HAS_EMPLOYMENT]->(other) WHERE other <> e AND other.startsAt <= $at AND (other.endsAt IS NULL OR other.endsAt > $at) } AS worksOn
