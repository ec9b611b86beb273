// Why: a membership that is not on record, between a login and a group that are, needs no looking up of the edge: nearly
//   all of a directory's first read.
// Guarantee: as begin-memberships, but creates only: where an edge is there already a constraint stops the whole
//   transaction, and where an end is missing it is not counted; begin-memberships does the work then. The hints keep a
//   plan that was made on an empty database from beginning at the wrong end.
// params: run, at, rows [{key, accountKey, teamKey, part}]
// returns: created
// access: write
UNWIND $rows AS row
MATCH (a:Account {key: row.accountKey})
USING INDEX SEEK a:Account(key)
MATCH (t:Team {key: row.teamKey})
USING INDEX SEEK t:Team(key)
CREATE (a)-[r:MEMBER_OF {key: row.key, part: row.part, validFrom: $at, recordedIn: $run}]->(t)
RETURN count(r) AS created
