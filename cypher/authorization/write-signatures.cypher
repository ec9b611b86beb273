// Why: a dated, immutable act of one person on exact digests.
// Guarantee: created once per id and never changed (I7).
// params: run, rows [{key, id, personId, signedAt, strength, agentDigest, criteriaDigest, thresholdDigest, limits, evidence, recordedBy}]
// returns: id
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})
MATCH (p:Person {id: row.personId})
MERGE (s:Signature {id: row.id})
  ON CREATE SET s.signedAt = row.signedAt, s.strength = row.strength, s.agentDigest = row.agentDigest,
    s.criteriaDigest = row.criteriaDigest, s.thresholdDigest = row.thresholdDigest, s.limits = row.limits,
    s.evidence = row.evidence, s.recordedBy = row.recordedBy, s.recordedIn = $run
MERGE (s)-[:SIGNS]->(a)
MERGE (s)-[:SIGNED_BY]->(p)
RETURN s.id AS id
