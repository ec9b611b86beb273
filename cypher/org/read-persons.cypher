// Why: everything that continuity asks about a person, as of the organisation in the graph.
// Guarantee: one row per known id. Of somebody who has left, teams, positions and manager are the last
//   known ones (L8): history is read only for them.
//
//   (m)<-[:REPORTS_TO]-(p)-[:HAS_EMPLOYMENT]->(e)-[:MEMBER_OF]->(t)     (p)-[:HOLDS]->(position)
//
// params: ids
// returns: id, name, recordedIn, employments, accounts, managerId, managerAtDepartureId, teams, positions,
//   authorityLimits, load
// access: read
UNWIND $ids AS id
MATCH (p:Person {id: id})
WITH p,
  COLLECT { MATCH (p)-[:HAS_EMPLOYMENT]->(e:Employment)
    RETURN e {.key, .startsAt, .endsAt, .leaveStartsAt, .leaveEndsAt, .workerType, .rank} ORDER BY e.key } AS employments,
  COLLECT { MATCH (p)<-[:BELONGS_TO]-(a:Account) WHERE a.status IS NOT NULL
    RETURN a {.key, .status, .statusSince, .nature, .dormantSince, .rank} ORDER BY a.key } AS accounts,
  head(COLLECT { MATCH (p)-[:REPORTS_TO]->(m:Person) RETURN m.id }) AS managerId,
  COLLECT { MATCH (p)-[:HAS_EMPLOYMENT]->(:Employment)-[:MEMBER_OF]->(t:Team) RETURN DISTINCT t.key ORDER BY t.key } AS teams,
  COLLECT { MATCH (p)-[:HOLDS]->(s:Position) RETURN DISTINCT s.key ORDER BY s.key } AS positions
RETURN p.id AS id, p.name AS name, p.recordedIn AS recordedIn, employments, accounts, managerId,
  CASE WHEN managerId IS NOT NULL THEN managerId ELSE head(COLLECT {
    MATCH (p)-[r:REPORTS_TO_RECORD]->(:Person)-[:SAME_AS*0..20]->(m:Person)
    WHERE r.supersededIn IS NULL AND NOT EXISTS { (m)-[:SAME_AS]->(:Person) }
    RETURN m.id ORDER BY r.validFrom DESC LIMIT 1 }) END AS managerAtDepartureId,
  CASE WHEN size(teams) > 0 THEN teams ELSE COLLECT {
    MATCH (p)-[:HAS_EMPLOYMENT]->(:Employment)-[r:MEMBER_OF_RECORD]->(t:Team)
    WHERE r.supersededIn IS NULL AND r.validTo >= p.activeUntil
    RETURN DISTINCT t.key ORDER BY t.key } END AS teams,
  CASE WHEN size(positions) > 0 THEN positions ELSE COLLECT {
    MATCH (p)-[r:HOLDS_RECORD]->(s:Position)
    WHERE r.supersededIn IS NULL AND r.validTo >= p.activeUntil
    RETURN DISTINCT s.key ORDER BY s.key } END AS positions,
  COLLECT { MATCH (l:AuthorityLimit)-[:LIMITS]->(p) WHERE l.supersededIn IS NULL
    RETURN l {.limits, .decisionClasses, .validFrom, .validTo} AS found ORDER BY l.key } AS authorityLimits,
  COUNT { (p)<-[r:OWNED_BY]-(a:Authorization) WHERE r.role <> 'acting' AND a.standing <> 'revoked' } AS load
