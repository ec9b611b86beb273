// Why: (Person)-[:HEADS]->(Team) is what a team's head reference means.
// Guarantee: idempotent, one current head per team; history as in project-memberships. A new head begins when the
//   one before ends. A reference nobody
//   answers to makes the team wait.
// params: run, at, keys
// returns: changed
// access: write
UNWIND $keys AS key
MATCH (t:Team {key: key})
OPTIONAL MATCH (i:Identifier {key: t.headRef})-[:BELONGS_TO]->(p)
USING INDEX SEEK i:Identifier(key)
OPTIONAL MATCH ()-[old:HEADS]->(t)
WITH t, p, old, startNode(old) AS was, coalesce(t.validFrom, $at) AS turn
WHERE coalesce(was.id, '') <> coalesce(p.id, '')
FOREACH (r IN CASE WHEN old IS NULL THEN [] ELSE [old] END |
  CREATE (was)-[past:HEADS_RECORD]->(t)
  SET past = properties(r), past.supersededIn = $run)
FOREACH (r IN CASE WHEN old IS NULL OR turn <= old.validFrom THEN [] ELSE [old] END |
  CREATE (was)-[past:HEADS_RECORD]->(t)
  SET past = properties(r), past.validTo = turn, past.recordedIn = $run)
DELETE old
WITH t, p, turn
WHERE p IS NOT NULL
CREATE (p)-[:HEADS {key: t.key, validFrom: turn, recordedIn: $run}]->(t)
RETURN count(t) AS changed
