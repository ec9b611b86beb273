// Why: (Account)-[:MEMBER_OF]->(Team) is asserted by the directory itself; nothing is projected from it.
// Guarantee: idempotent, one current edge per login and team. Either end may be unknown yet (M6): it is by being
//   named, and described when it is read.
// params: run, at, source, rows [{key, accountKey, accountId, teamKey, teamId, part}]
// returns: begun
// access: write
UNWIND $rows AS row
MERGE (a:Account {key: row.accountKey})
  ON CREATE SET a:Identifier, a.source = $source, a.nativeId = row.accountId, a.createdIn = $run,
    a.firstSeenAt = $at
MERGE (t:Team {key: row.teamKey})
  ON CREATE SET t.source = $source, t.nativeId = row.teamId, t.name = row.teamId, t.recordedIn = $run
MERGE (a)-[r:MEMBER_OF {key: row.key}]->(t)
  ON CREATE SET r.part = row.part, r.validFrom = $at, r.recordedIn = $run
RETURN count(r) AS begun
