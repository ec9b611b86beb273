// Why: the first record of somebody whom nobody has told of before needs no looking up: most of a first load. Writes
//   what write-employments, project-persons, project-memberships and project-positions would, in one go.
// Guarantee: creates only; where one of the keys is there already (another run was faster) a constraint stops the whole
//   transaction, and the general statements do the work. Employments in force only. The reporting line follows when
//   everybody is there (create-reporting).
//
//   (Identifier)-[:BELONGS_TO]->(Person)-[:HAS_EMPLOYMENT]->(Employment)-[:MEMBER_OF]->(Team)
//                               (Person)-[:HOLDS]->(Position)
//
// params: run, source, rows [{identifierKey, personId, human, employment, teamId, positionId}]
// returns: created
// access: write
UNWIND $rows AS row
WITH row, row.employment AS of
CREATE (p:Person {id: row.personId, createdIn: $run, recordedIn: $run, name: of.name, email: of.email, login: of.login,
  activeFrom: of.startsAt, activeUntil: of.endsAt, human: row.human})
CREATE (:Identifier {key: row.identifierKey})-[:BELONGS_TO {key: row.identifierKey, evidence: 'employment',
  evidenceKey: of.key, validFrom: of.validFrom, recordedIn: $run}]->(p)
CREATE (p)-[:HAS_EMPLOYMENT]->(e:Employment)
SET e = of, e.createdIn = $run, e.recordedIn = $run
FOREACH (_ IN CASE WHEN row.teamId IS NULL THEN [] ELSE [1] END |
  MERGE (t:Team {key: of.teamRef})
    ON CREATE SET t.source = $source, t.nativeId = row.teamId, t.name = row.teamId, t.recordedIn = $run
  CREATE (e)-[:MEMBER_OF {key: of.key, validFrom: of.validFrom, recordedIn: $run}]->(t))
FOREACH (_ IN CASE WHEN row.positionId IS NULL THEN [] ELSE [1] END |
  MERGE (s:Position {key: of.positionRef})
    ON CREATE SET s.source = $source, s.nativeId = row.positionId, s.recordedIn = $run
  CREATE (p)-[:HOLDS {key: of.key, validFrom: of.validFrom, recordedIn: $run}]->(s))
RETURN count(e) AS created
