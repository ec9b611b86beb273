// Why: (Person)-[:REPORTS_TO]->(Person) is decided by the person's main employment in force that names a
//   manager: of the most trusted source, the one begun last. Where none names one, a login of theirs may (Q4).
// Guarantee: idempotent, one current edge per person; a reference nobody answers to makes the record wait
//   (M6) and is never an edge to nowhere. A self-reference is kept: traversals end on their own (M5).
//   When the job that decided ends, the next one decides from there; a change that is dated back corrects what was
//   believed from then on (O8).
// params: run, at, ids
// returns: changed
// access: write
UNWIND $ids AS id
MATCH (p:Person {id: id})
OPTIONAL MATCH (p)-[:HAS_EMPLOYMENT]->(x)
WHERE x.startsAt <= $at AND (x.endsAt IS NULL OR x.endsAt > $at)
WITH p, x ORDER BY x.rank, x.startsAt DESC, x.key
WITH p, collect(x) AS running
WITH p, size(running) > 0 AS works, [x IN running WHERE x.managerRef IS NOT NULL][0] AS e
WITH p, CASE WHEN e IS NOT NULL OR NOT works THEN e ELSE head(COLLECT {
  MATCH (p)<-[:BELONGS_TO]-(a:Account)
  WHERE a.managerRef IS NOT NULL AND a.status IN ['staged', 'active', 'suspended']
  RETURN a ORDER BY a.rank, a.key LIMIT 1 }) END AS e
OPTIONAL MATCH (i:Identifier {key: e.managerRef})-[:BELONGS_TO]->(m)
USING INDEX SEEK i:Identifier(key)
FOREACH (_ IN CASE WHEN e IS NOT NULL AND m IS NULL THEN [1] ELSE [] END | SET e.waiting = true)
FOREACH (_ IN CASE WHEN e.waiting AND m IS NOT NULL THEN [1] ELSE [] END | REMOVE e.waiting)
WITH p, e, m
OPTIONAL MATCH (p)-[old:REPORTS_TO]->(was)
WITH p, e, m, old, was
WHERE coalesce(was.id, '') <> coalesce(m.id, '')
OPTIONAL MATCH (p)-[:HAS_EMPLOYMENT]->(gone) WHERE gone.key = old.decidedBy
WITH p, e, m, old, was,
  CASE WHEN m IS NOT NULL THEN
      CASE WHEN gone.key <> e.key AND gone.endsAt <= $at AND gone.endsAt > e.validFrom THEN gone.endsAt ELSE e.validFrom END
    WHEN gone.endsAt <= $at THEN gone.endsAt
    ELSE coalesce(gone.validFrom, $at) END AS turn
FOREACH (r IN CASE WHEN old IS NULL THEN [] ELSE [old] END |
  CREATE (p)-[past:REPORTS_TO_RECORD]->(was)
  SET past = properties(r), past.supersededIn = $run)
FOREACH (r IN CASE WHEN old IS NULL OR turn <= old.validFrom THEN [] ELSE [old] END |
  CREATE (p)-[past:REPORTS_TO_RECORD]->(was)
  SET past = properties(r), past.validTo = turn, past.recordedIn = $run)
DELETE old
WITH p, e, m, turn
CALL (p, turn) {
  MATCH (p)-[r:REPORTS_TO_RECORD]->(boss) WHERE r.supersededIn IS NULL AND r.validTo > turn
  FOREACH (s IN CASE WHEN r.validFrom < turn THEN [r] ELSE [] END |
    CREATE (p)-[n:REPORTS_TO_RECORD]->(boss)
    SET n = properties(s), n.validTo = turn, n.recordedIn = $run)
  SET r.supersededIn = $run
  RETURN count(r) AS corrected
}
WITH p, e, m, turn
WHERE m IS NOT NULL
CREATE (p)-[:REPORTS_TO {key: p.id, decidedBy: e.key, validFrom: turn, recordedIn: $run}]->(m)
RETURN count(DISTINCT p) AS changed
