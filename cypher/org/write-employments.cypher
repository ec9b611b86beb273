// Why: the claims of changed records, exactly as the source makes them; what they mean is projected later.
// Guarantee: idempotent per run. The person's `recordedIn` moves with any change of theirs, so that whoever is
//   giving them a duty right now notices. A new worker id gets a person, once. The belief that is replaced stays as
//   an EmploymentVersion with its record time closed; when the change has a beginning in the world, the part
//   of it that is still true is restated, with the dates of the tenure as they are believed now. What was believed of the time after a change that is
//   dated back is corrected in the same way (O8). `unprojectedIn` makes sure that a crash before the projection
//   is made good by the next run.
//
//   (Identifier)-[:BELONGS_TO]->(Person)-[:HAS_EMPLOYMENT]->(Employment)<-[:VERSION_OF]-(EmploymentVersion)
//
// params: run, rows [{key, identifierKey, personId, validFrom, claims}]
// returns: personId, created
// access: write
UNWIND $rows AS row
MERGE (i:Identifier {key: row.identifierKey})
MERGE (i)-[b:BELONGS_TO]->(p:Person)
  ON CREATE SET p.id = row.personId, p.createdIn = $run, b.key = row.identifierKey, b.evidence = 'employment',
    b.evidenceKey = row.key, b.validFrom = row.validFrom, b.recordedIn = $run
MERGE (e:Employment {key: row.key})
  ON CREATE SET e.createdIn = $run
WITH row, p, e, e.validFrom AS heldFrom, properties(e) AS old
FOREACH (_ IN CASE WHEN old.hash IS NULL OR old.hash = row.claims.hash THEN [] ELSE [1] END |
  CREATE (v:EmploymentVersion)-[:VERSION_OF]->(e)
  SET v = old, v.supersededIn = $run)
FOREACH (_ IN CASE WHEN old.hash IS NULL OR old.hash = row.claims.hash OR row.validFrom <= heldFrom
    THEN [] ELSE [1] END |
  CREATE (v:EmploymentVersion)-[:VERSION_OF]->(e)
  SET v = old, v.validTo = row.validFrom, v.recordedIn = $run,
    v.startDate = row.claims.startDate, v.startsAt = row.claims.startsAt,
    v.endDate = row.claims.endDate, v.endsAt = row.claims.endsAt)
SET e += row.claims,
    e.validFrom = row.validFrom,
    e.recordedIn = $run,
    e.unprojectedIn = $run,
    p.recordedIn = $run
MERGE (p)-[:HAS_EMPLOYMENT]->(e)
WITH row, p, e
CALL (row, e) {
  MATCH (v:EmploymentVersion)-[:VERSION_OF]->(e) WHERE v.supersededIn IS NULL AND v.validTo > row.validFrom
  FOREACH (o IN CASE WHEN v.validFrom < row.validFrom THEN [v] ELSE [] END |
    CREATE (n:EmploymentVersion)-[:VERSION_OF]->(e)
    SET n = properties(o), n.validTo = row.validFrom, n.recordedIn = $run)
  SET v.supersededIn = $run
  RETURN count(v) AS corrected
}
RETURN p.id AS personId, p.createdIn = $run AS created
