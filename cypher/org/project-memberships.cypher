// Why: (Employment)-[:MEMBER_OF]->(Team) is what the record's team reference means while it is in force.
// Guarantee: idempotent; what ends moves to MEMBER_OF_RECORD in the same statement, once as it was believed
//   and once as far as it is still true. A change that is dated back corrects what was believed from then on (O8).
//
//   MEMBER_OF {from a}  --change at T-->  _RECORD {a..open, superseded} + _RECORD {a..T} + MEMBER_OF {from T}
//
// params: run, at, keys
// returns: changed
// access: write
UNWIND $keys AS key
MATCH (e:Employment {key: key})
WITH e, e.startsAt <= $at AND (e.endsAt IS NULL OR e.endsAt > $at) AS inForce
WITH e, CASE WHEN inForce THEN e.teamRef END AS want,
  CASE WHEN inForce THEN e.validFrom WHEN e.endsAt <= $at THEN e.endsAt END AS since
OPTIONAL MATCH (e)-[old:MEMBER_OF]->(was)
WITH e, want, coalesce(since, old.validFrom) AS turn, old, was
WHERE coalesce(was.key, '') <> coalesce(want, '')
FOREACH (r IN CASE WHEN old IS NULL THEN [] ELSE [old] END |
  CREATE (e)-[past:MEMBER_OF_RECORD]->(was)
  SET past = properties(r), past.supersededIn = $run)
FOREACH (r IN CASE WHEN old IS NULL OR turn <= old.validFrom THEN [] ELSE [old] END |
  CREATE (e)-[past:MEMBER_OF_RECORD]->(was)
  SET past = properties(r), past.validTo = turn, past.recordedIn = $run)
DELETE old
WITH e, want, turn
CALL (e, turn) {
  MATCH (e)-[r:MEMBER_OF_RECORD]->(t) WHERE r.supersededIn IS NULL AND r.validTo > turn
  FOREACH (s IN CASE WHEN r.validFrom < turn THEN [r] ELSE [] END |
    CREATE (e)-[n:MEMBER_OF_RECORD]->(t)
    SET n = properties(s), n.validTo = turn, n.recordedIn = $run)
  SET r.supersededIn = $run
  RETURN count(r) AS corrected
}
WITH e, want, turn
WHERE want IS NOT NULL
MERGE (t:Team {key: want})
  ON CREATE SET t.source = e.source, t.nativeId = substring(want, size(e.source) + 1),
    t.name = substring(want, size(e.source) + 1), t.recordedIn = $run
CREATE (e)-[:MEMBER_OF {key: e.key, validFrom: turn, recordedIn: $run}]->(t)
RETURN count(DISTINCT e) AS changed
