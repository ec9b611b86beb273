// Why: the claims of changed logins, exactly as the directory makes them; whose they are is decided afterwards.
// Guarantee: idempotent per run. The replaced belief stays as an AccountVersion. `unprojectedIn` makes sure that a
//   crash before the projection is made good by the next run. A login is an Identifier: references find it by key.
//   What is gone for good is not missing any more.
//
//   (AccountVersion)-[:VERSION_OF]->(Account:Identifier)-[:BELONGS_TO]->(Person)
//
// params: run, at, rows [{key, claims}]
// returns: written
// access: write
UNWIND $rows AS row
MERGE (a:Account {key: row.key})
  ON CREATE SET a:Identifier, a.createdIn = $run, a.firstSeenAt = $at
WITH row, a, properties(a) AS old
FOREACH (_ IN CASE WHEN old.hash IS NULL OR old.hash = row.claims.hash THEN [] ELSE [1] END |
  CREATE (v:AccountVersion)-[:VERSION_OF]->(a)
  SET v = old, v.supersededIn = $run)
FOREACH (_ IN CASE WHEN old.hash IS NULL OR old.hash = row.claims.hash OR $at <= old.validFrom THEN [] ELSE [1] END |
  CREATE (v:AccountVersion)-[:VERSION_OF]->(a)
  SET v = old, v.validTo = $at, v.recordedIn = $run)
SET a += row.claims,
    a.validFrom = CASE WHEN old.hash IS NULL THEN coalesce(row.claims.createdAt, $at) ELSE $at END,
    a.recordedIn = $run,
    a.unprojectedIn = $run,
    a.absentSince = CASE row.claims.status WHEN 'purged' THEN null ELSE a.absentSince END
RETURN count(a) AS written
