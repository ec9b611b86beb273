// Why: an employment hangs at the person whose worker id it carries; when the identifier passes to another record of a
//   person, so does what it says about their work, now and in the past.
// Guarantee: the edge before stays as HAS_EMPLOYMENT_RECORD. Seats, and closed stretches of seats and reporting that are
//   still believed, go along; the stretch at the person before is superseded. The employment is marked, so that
//   everything that follows from it is projected anew. `movedFrom` is the record they come from, for a merge; `movedIn`
//   the act that is undone, for the way back: the edge is then what it was before that act.
//
//   (from)-[:HAS_EMPLOYMENT]->(Employment {source, workerId})   ──▶   (to)-[:HAS_EMPLOYMENT {movedFrom, movedIn}]->(…)
//
// params: run, fromId, toId, movedFrom, movedIn, keys
// returns: key
// access: write
MATCH (p:Person {id: $toId})
MATCH (was:Person {id: $fromId})-[h:HAS_EMPLOYMENT]->(e:Employment)
WHERE e.source + '/' + e.workerId IN $keys
CREATE (was)-[past:HAS_EMPLOYMENT_RECORD]->(e)
SET past = properties(h), past.supersededIn = $run
WITH was, p, e, h
DELETE h
WITH was, p, e
CREATE (p)-[n:HAS_EMPLOYMENT]->(e)
SET n.recordedIn = $run, n.movedFrom = $movedFrom, n.movedIn = CASE WHEN $movedFrom IS NULL THEN null ELSE $run END,
  e.unprojectedIn = $run
FOREACH (b IN [(p)-[b:HAS_EMPLOYMENT_RECORD]->(e) WHERE b.supersededIn = $movedIn | b] |
  SET n.movedFrom = b.movedFrom, n.movedIn = b.movedIn)
WITH was, p, e
CALL (was, p, e) {
  MATCH (was)-[d:HOLDS {key: e.key}]->(s:Position)
  CREATE (was)-[r:HOLDS_RECORD]->(s)
  SET r = properties(d), r.supersededIn = $run
  WITH p, s, d, properties(d) AS kept
  DELETE d
  WITH p, s, kept
  CREATE (p)-[m:HOLDS]->(s)
  SET m = kept, m.recordedIn = $run
  RETURN count(m) AS seats
}
CALL (was, p, e) {
  MATCH (was)-[d:HOLDS_RECORD {key: e.key}]->(s:Position) WHERE d.supersededIn IS NULL
  CREATE (p)-[m:HOLDS_RECORD]->(s)
  SET m = properties(d), m.recordedIn = $run, d.supersededIn = $run
  RETURN count(m) AS pastSeats
}
CALL (was, p, e) {
  MATCH (was)-[d:REPORTS_TO_RECORD {decidedBy: e.key}]->(boss:Person) WHERE d.supersededIn IS NULL
  CREATE (p)-[m:REPORTS_TO_RECORD]->(boss)
  SET m = properties(d), m.key = p.id, m.recordedIn = $run, d.supersededIn = $run
  RETURN count(m) AS pastLines
}
RETURN e.key AS key ORDER BY key
