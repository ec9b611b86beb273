// Why: who was asked to take over, in what order, and why each may or may not: the full trace.
// Guarantee: one per search; ids only, so an erasure does not break it.
// params: run, at, rows [{key, id, trace, successorId}]
// returns: id
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})
CREATE (s:Succession {id: row.id, at: $at, trace: row.trace, successorId: row.successorId, recordedIn: $run})
CREATE (s)-[:CONCERNS]->(a)
RETURN s.id AS id
