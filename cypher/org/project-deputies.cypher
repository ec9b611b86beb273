// Why: (Person)-[:DEPUTY_OF]->(Team) is what a team's deputy references mean.
// Guarantee: idempotent, one current edge per team and deputy; history as in project-memberships.
// params: run, at, keys
// returns: changed
// access: write
UNWIND $keys AS key
MATCH (t:Team {key: key})
WITH t, coalesce(t.validFrom, $at) AS turn
CALL (t) {
  UNWIND coalesce(t.deputyRefs, []) AS ref
  MATCH (i:Identifier {key: ref})-[:BELONGS_TO]->(p)
  USING INDEX SEEK i:Identifier(key)
  RETURN collect(DISTINCT p) AS wanted
}
CALL (t, wanted, turn) {
  MATCH (was)-[old:DEPUTY_OF]->(t) WHERE NOT was IN wanted
  CREATE (was)-[past:DEPUTY_OF_RECORD]->(t)
  SET past = properties(old), past.supersededIn = $run
  FOREACH (r IN CASE WHEN turn <= old.validFrom THEN [] ELSE [old] END |
    CREATE (was)-[still:DEPUTY_OF_RECORD]->(t)
    SET still = properties(r), still.validTo = turn, still.recordedIn = $run)
  DELETE old
  RETURN count(*) AS ended
}
CALL (t, wanted) {
  UNWIND wanted AS p
  WITH t, p WHERE NOT EXISTS { (p)-[:DEPUTY_OF]->(t) }
  CREATE (p)-[:DEPUTY_OF {key: t.key + '|' + p.id, validFrom: t.validFrom, recordedIn: $run}]->(t)
  RETURN count(*) AS begun
}
RETURN sum(ended + begun) AS changed
