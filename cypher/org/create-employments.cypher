// Why: the first record of somebody whom nobody has told of before needs no looking up: most of a first load. Writes
//   what write-employments, project-persons, project-memberships and project-positions would, in one go.
// Guarantee: creates only; where one of the keys is there already (another run was faster) a constraint stops the whole
//   transaction, and the general statements do the work. Employments in force only. The reporting line follows when
//   everybody is there (create-reporting).
//
//   (Identifier)-[:BELONGS_TO]->(Person)-[:HAS_EMPLOYMENT]->(Employment)-[:MEMBER_OF]->(Team)
//                               (Person)-[:HOLDS]->(Position)
//
// params: run, source, rows [{identifierKey, person, employment, link, place, teams, positions}]
// returns: created
// access: write
UNWIND $rows AS row
CREATE (p:Person)
SET p = row.person
CREATE (i:Identifier {key: row.identifierKey})
CREATE (i)-[b:BELONGS_TO]->(p)
SET b = row.link
CREATE (e:Employment)
SET e = row.employment
CREATE (p)-[:HAS_EMPLOYMENT]->(e)
FOREACH (team IN row.teams |
  MERGE (t:Team {key: team.key})
    ON CREATE SET t.source = $source, t.nativeId = team.id, t.name = team.id, t.recordedIn = $run
  CREATE (e)-[m:MEMBER_OF]->(t)
  SET m = row.place)
FOREACH (seat IN row.positions |
  MERGE (s:Position {key: seat.key})
    ON CREATE SET s.source = $source, s.nativeId = seat.id, s.recordedIn = $run
  CREATE (p)-[h:HOLDS]->(s)
  SET h = row.place)
RETURN count(e) AS created
