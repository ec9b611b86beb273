// Why: (Team)-[:PART_OF]->(Team) is what a team's parent reference means.
// Guarantee: idempotent, one current parent per team; history as in project-memberships. The parent need
//   not be described yet; it is a team by being named.
// params: run, at, keys
// returns: changed
// access: write
UNWIND $keys AS key
MATCH (t:Team {key: key})
OPTIONAL MATCH (t)-[old:PART_OF]->(was)
WITH t, old, was, coalesce(t.validFrom, $at) AS turn
WHERE coalesce(was.key, '') <> coalesce(t.parentRef, '')
FOREACH (r IN CASE WHEN old IS NULL THEN [] ELSE [old] END |
  CREATE (t)-[past:PART_OF_RECORD]->(was)
  SET past = properties(r), past.supersededIn = $run)
FOREACH (r IN CASE WHEN old IS NULL OR turn <= old.validFrom THEN [] ELSE [old] END |
  CREATE (t)-[past:PART_OF_RECORD]->(was)
  SET past = properties(r), past.validTo = turn, past.recordedIn = $run)
DELETE old
WITH t
WHERE t.parentRef IS NOT NULL
MERGE (parent:Team {key: t.parentRef})
  ON CREATE SET parent.source = t.source, parent.nativeId = substring(t.parentRef, size(t.source) + 1),
    parent.name = substring(t.parentRef, size(t.source) + 1), parent.recordedIn = $run
CREATE (t)-[:PART_OF {key: t.key, validFrom: t.validFrom, recordedIn: $run}]->(parent)
RETURN count(t) AS changed
