// Why: a condition that needs a human, and the alert that tells one, in the transaction that made it so.
// Guarantee: at most one open finding per condition (`openKey` is unique); found again it is the same. The
//   alert is written only with a new one and only when `tell` says so (a baseline tells nobody).
// params: run, at, tell, rows [{dedupKey, code, severity, subjectKind, subjectKey, decisionClassId, facts}]
// returns: id, created
// access: write
UNWIND $rows AS row
MERGE (f:Finding {openKey: row.dedupKey})
  ON CREATE SET f.id = row.dedupKey + '#' + toString($run), f.dedupKey = row.dedupKey, f.code = row.code,
    f.state = 'open', f.subjectKind = row.subjectKind, f.subjectKey = row.subjectKey,
    f.decisionClassId = row.decisionClassId, f.openedAt = $at, f.openedIn = $run
SET f.severity = row.severity, f.factsJson = row.facts
WITH f, f.openedIn = $run AS created
FOREACH (_ IN CASE WHEN created AND $tell THEN [1] ELSE [] END |
  MERGE (m:Alert {id: f.id + '|opened'})
    ON CREATE SET m.kind = 'opened', m.state = 'pending', m.createdAt = $at, m.recordedIn = $run
  MERGE (m)-[:TELLS]->(f))
RETURN f.id AS id, created
