// Why: the condition is gone; whoever was told of it is told that too.
// Guarantee: idempotent; the finding stays as a record. No notice where nobody was told.
// params: run, at, tell, rows [{id, because}]
// returns: id
// access: write
UNWIND $rows AS row
MATCH (f:Finding {id: row.id}) WHERE f.state = 'open'
SET f.state = 'cleared', f.clearedAt = $at, f.clearedIn = $run, f.clearedBecause = row.because
REMOVE f.openKey
FOREACH (_ IN CASE WHEN $tell AND EXISTS { (:Alert)-[:TELLS]->(f) } THEN [1] ELSE [] END |
  MERGE (m:Alert {id: f.id + '|cleared'})
    ON CREATE SET m.kind = 'cleared', m.state = 'pending', m.createdAt = $at, m.recordedIn = $run
  MERGE (m)-[:TELLS]->(f))
RETURN f.id AS id
