// Why: what needs a human, with the names a sentence needs; ids are in the facts.
// Guarantee: most severe first, then oldest; cleared ones only when asked for.
//
//   (Finding) about (Authorization)-[:FOR]->(Agent), -[:OF]->(DecisionClass)-[:LED_BY]->(lead)
//
// params: states, severities
// returns: id, code, severity, state, subjectKind, subjectKey, decisionClassId, facts, openedAt, clearedAt, agentTitle, classTitle, lead
// access: read
UNWIND $states AS state
MATCH (f:Finding {state: state}) WHERE f.severity IN $severities
OPTIONAL MATCH (c:DecisionClass {id: f.decisionClassId})
OPTIONAL MATCH (c)-[:LED_BY]->(lead:Person)
OPTIONAL MATCH (a:Authorization {key: f.subjectKey})
OPTIONAL MATCH (a)-[:FOR]->(g:Agent)
WITH f, c, lead, a, g
ORDER BY CASE f.severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.openedAt, f.id
RETURN f.id AS id, f.code AS code, f.severity AS severity, f.state AS state, f.subjectKind AS subjectKind,
  f.subjectKey AS subjectKey, f.decisionClassId AS decisionClassId, f.factsJson AS facts, f.openedAt AS openedAt, f.clearedAt AS clearedAt,
  g.title AS agentTitle, c.title AS classTitle,
  CASE WHEN lead IS NULL THEN null ELSE lead {.id, .name} END AS lead
