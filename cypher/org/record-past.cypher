// Why: of somebody who had left before they were first read, the record still says where they were and to whom
//   they reported: a successor is looked for from there (L8, L14).
// Guarantee: idempotent: only where nothing of the employment was ever projected; closed stretches only.
// params: run, at, keys
// returns: recorded
// access: write
UNWIND $keys AS key
MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment {key: key})
WHERE e.endsAt <= $at AND e.validFrom < e.endsAt
WITH p, e, {validFrom: e.validFrom, validTo: e.endsAt, recordedIn: $run} AS stretch
CALL (e, stretch) {
  WITH e, stretch
  WHERE e.teamRef IS NOT NULL AND NOT EXISTS { (e)-[:MEMBER_OF_RECORD]->(:Team) }
  MERGE (t:Team {key: e.teamRef})
    ON CREATE SET t.source = e.source, t.nativeId = substring(e.teamRef, size(e.source) + 1),
      t.name = substring(e.teamRef, size(e.source) + 1), t.recordedIn = stretch.recordedIn
  CREATE (e)-[r:MEMBER_OF_RECORD {key: e.key}]->(t)
  SET r += stretch
  RETURN count(r) AS teams
}
CALL (p, e, stretch) {
  WITH p, e, stretch
  WHERE e.positionRef IS NOT NULL AND NOT EXISTS { (p)-[:HOLDS_RECORD {key: e.key}]->(:Position) }
  MERGE (s:Position {key: e.positionRef})
    ON CREATE SET s.source = e.source, s.nativeId = substring(e.positionRef, size(e.source) + 1),
      s.recordedIn = stretch.recordedIn
  CREATE (p)-[r:HOLDS_RECORD {key: e.key}]->(s)
  SET r += stretch
  RETURN count(r) AS positions
}
CALL (p, e, stretch) {
  WITH p, e, stretch
  WHERE e.managerRef IS NOT NULL AND NOT EXISTS { (p)-[:REPORTS_TO_RECORD {decidedBy: e.key}]->(:Person) }
  MATCH (i:Identifier {key: e.managerRef})-[:BELONGS_TO]->(m)
  USING INDEX SEEK i:Identifier(key)
  CREATE (p)-[r:REPORTS_TO_RECORD {key: p.id, decidedBy: e.key}]->(m)
  SET r += stretch
  RETURN count(r) AS managers
}
RETURN coalesce(sum(teams + positions + managers), 0) AS recorded
