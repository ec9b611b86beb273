// Why: (Person)-[:HOLDS]->(Position) is what a record's position reference means while it is in force.
// Guarantee: as project-memberships; one current edge per employment. Far ends carry no label: with the counts of an
//   empty database the planner would begin there.
// params: run, at, keys
// returns: changed
// access: write
UNWIND $keys AS key
MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment {key: key})
WITH p, e, e.startsAt <= $at AND (e.endsAt IS NULL OR e.endsAt > $at) AS inForce
WITH p, e, CASE WHEN inForce THEN e.positionRef END AS want,
  CASE WHEN inForce THEN e.validFrom WHEN e.endsAt <= $at THEN e.endsAt END AS since
OPTIONAL MATCH (p)-[old:HOLDS]->(was) WHERE old.key = e.key
WITH p, e, want, coalesce(since, old.validFrom) AS turn, old, was
WHERE coalesce(was.key, '') <> coalesce(want, '')
FOREACH (r IN CASE WHEN old IS NULL THEN [] ELSE [old] END |
  CREATE (p)-[past:HOLDS_RECORD]->(was)
  SET past = properties(r), past.supersededIn = $run)
FOREACH (r IN CASE WHEN old IS NULL OR turn <= old.validFrom THEN [] ELSE [old] END |
  CREATE (p)-[past:HOLDS_RECORD]->(was)
  SET past = properties(r), past.validTo = turn, past.recordedIn = $run)
DELETE old
WITH p, e, want, turn
CALL (p, e, turn) {
  MATCH (p)-[r:HOLDS_RECORD]->(s) WHERE r.key = e.key AND r.supersededIn IS NULL AND r.validTo > turn
  FOREACH (o IN CASE WHEN r.validFrom < turn THEN [r] ELSE [] END |
    CREATE (p)-[n:HOLDS_RECORD]->(s)
    SET n = properties(o), n.validTo = turn, n.recordedIn = $run)
  SET r.supersededIn = $run
  RETURN count(r) AS corrected
}
WITH p, e, want, turn
WHERE want IS NOT NULL
MERGE (s:Position {key: want})
  ON CREATE SET s.source = e.source, s.nativeId = substring(want, size(e.source) + 1), s.recordedIn = $run
CREATE (p)-[:HOLDS {key: e.key, validFrom: turn, recordedIn: $run}]->(s)
RETURN count(DISTINCT e) AS changed
