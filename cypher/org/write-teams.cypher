// Why: the claims of changed teams; a renamed team is the same team (O1).
// Guarantee: idempotent per run; the replaced belief stays as a TeamVersion. A team that is told of is not missing.
// params: run, at, rows [{key, claims}]
// returns: written
// access: write
UNWIND $rows AS row
MERGE (t:Team {key: row.key})
  ON CREATE SET t.createdIn = $run
WITH row, t, properties(t) AS old
FOREACH (_ IN CASE WHEN old.hash IS NULL OR old.hash = row.claims.hash THEN [] ELSE [1] END |
  CREATE (v:TeamVersion)-[:VERSION_OF]->(t)
  SET v = old, v.supersededIn = $run)
FOREACH (_ IN CASE WHEN old.hash IS NULL OR old.hash = row.claims.hash OR $at <= old.validFrom THEN [] ELSE [1] END |
  CREATE (v:TeamVersion)-[:VERSION_OF]->(t)
  SET v = old, v.validTo = coalesce(old.removedAt, $at), v.recordedIn = $run)
SET t += row.claims, t.removedAt = null, t.absentSince = null, t.validFrom = $at, t.recordedIn = $run, t.unprojectedIn = $run
RETURN count(t) AS written
