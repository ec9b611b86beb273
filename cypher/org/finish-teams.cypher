// Why: the mark goes last; a team whose head or deputy nobody answers to yet waits for them (M6).
// Guarantee: idempotent.
// params: keys
// returns: finished
// access: write
UNWIND $keys AS key
MATCH (t:Team {key: key})
WITH t, [ref IN coalesce(t.deputyRefs, []) + CASE WHEN t.headRef IS NULL THEN [] ELSE [t.headRef] END
  WHERE NOT EXISTS { (:Identifier {key: ref})-[:BELONGS_TO]->(:Person) }] AS missing
REMOVE t.unprojectedIn
FOREACH (_ IN CASE WHEN size(missing) > 0 THEN [1] ELSE [] END | SET t.waiting = true)
FOREACH (_ IN CASE WHEN size(missing) = 0 AND t.waiting THEN [1] ELSE [] END | REMOVE t.waiting)
RETURN count(t) AS finished
