// Why: one period of an authorization in one standing, with its reasons and what caused it.
// Guarantee: the period before is closed by a new version, never edited; there is one open period.
// params: run, rows [{key, standingId, versionId, standing, beneath, reasons, since, deadlineAt, cause}]
// returns: key
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})
OPTIONAL MATCH (was:Standing {id: a.standingId}) WHERE was.supersededIn IS NULL
FOREACH (s IN CASE WHEN was IS NULL THEN [] ELSE [was] END |
  CREATE (v:Standing)-[:STANDING_OF]->(a)
  SET v = s {.*, id: row.versionId, validTo: row.since, recordedIn: $run}
  SET s.supersededIn = $run)
CREATE (s:Standing {id: row.standingId, standing: row.standing, beneath: row.beneath, reasons: row.reasons,
  deadlineAt: row.deadlineAt, validFrom: row.since, recordedIn: $run})-[:STANDING_OF]->(a)
SET a.standingId = row.standingId
FOREACH (c IN CASE WHEN row.cause IS NULL THEN [] ELSE [row.cause] END |
  MERGE (o:OrgChange {id: c.id})
    ON CREATE SET o.kind = c.kind, o.subjectKey = c.subjectKey, o.at = c.at, o.recordedIn = $run
  MERGE (s)-[:CAUSED_BY]->(o))
RETURN a.key AS key
