// Why: an ownership that a change set ended goes on, because the change set was undone (I8).
// Guarantee: the same stretch with the beginning, basis and step it had; the belief that it ended is superseded, not
//   edited. The person is locked and must still be as they were when this was decided (`seenRecordedIn`), and the end
//   must still be believed: a row that does not come back means the world moved and the caller rolls back.
//
//   (Authorization)<-[:OWNERSHIP_OF]-(Ownership, open again)-[:SUPERSEDES]->(Ownership, ended)-[:HELD_BY]->(Person)
//
// params: run, rows [{key, versionId, ownershipId, personId, seenRecordedIn, role, basis, heldSince, until,
//   inheritedFrom, placement}]
// returns: ownershipId
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})
MATCH (v:Ownership {id: row.versionId})-[:OWNERSHIP_OF]->(a)
MATCH (p:Person {id: row.personId})
REMOVE p.lock
WITH row, a, v, p
WHERE p.recordedIn = row.seenRecordedIn AND v.supersededIn IS NULL AND v.validTo IS NOT NULL
CREATE (o:Ownership)
SET o = v {.*, id: row.ownershipId, validTo: null, endedBecause: null, until: row.until, recordedIn: $run}
CREATE (o)-[:OWNERSHIP_OF]->(a)
CREATE (o)-[:HELD_BY]->(p)
CREATE (o)-[:SUPERSEDES]->(v)
SET v.supersededIn = $run
MERGE (a)-[r:OWNED_BY {key: row.key + '|' + row.personId}]->(p)
SET r.ownershipId = row.ownershipId, r.role = row.role, r.basis = row.basis, r.since = row.heldSince,
  r.until = row.until, r.inheritedFrom = row.inheritedFrom, r.placement = row.placement
RETURN o.id AS ownershipId
