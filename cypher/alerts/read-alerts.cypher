// Why: what a digest says, as it was found; names are looked up by describe-findings.
// Guarantee: one row per alert that exists, oldest first.
// params: alertIds
// returns: alertId, kind, code, severity, state, subjectKind, subjectKey, decisionClassId, factsJson,
//   openedAt, clearedAt (epoch ms or null)
// access: read
UNWIND $alertIds AS alertId
MATCH (alert:Alert {id: alertId})-[:TELLS]->(finding:Finding)
RETURN alert.id AS alertId, alert.kind AS kind, finding.code AS code, finding.severity AS severity,
  finding.state AS state, finding.subjectKind AS subjectKind, finding.subjectKey AS subjectKey,
  finding.decisionClassId AS decisionClassId, finding.factsJson AS factsJson,
  finding.openedAt.epochMillis AS openedAt, finding.clearedAt.epochMillis AS clearedAt
ORDER BY alert.createdAt, alert.id
