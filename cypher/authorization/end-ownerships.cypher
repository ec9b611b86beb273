// Why: a person no longer answers for it, since an instant that may lie in the past (L4).
// Guarantee: the belief that the ownership was open is superseded, the closed stretch is recorded as a new
//   version; nothing is edited in place. No row for one that another writer already ended.
// params: run, rows [{ownershipId, versionId, endedAt, because}]
// returns: ownershipId
// access: write
UNWIND $rows AS row
MATCH (a:Authorization)<-[:OWNERSHIP_OF]-(o:Ownership {id: row.ownershipId})-[:HELD_BY]->(p:Person)
WHERE o.supersededIn IS NULL
CREATE (v:Ownership)
SET v = o {.*, id: row.versionId, validTo: row.endedAt, endedBecause: row.because, recordedIn: $run}
CREATE (v)-[:OWNERSHIP_OF]->(a)
CREATE (v)-[:HELD_BY]->(p)
CREATE (v)-[:SUPERSEDES]->(o)
SET o.supersededIn = $run
WITH a, p, o
OPTIONAL MATCH (a)-[r:OWNED_BY {key: a.key + '|' + p.id}]->(p)
WHERE r.ownershipId = o.id
DELETE r
RETURN o.id AS ownershipId
