// Why: the story of a person in two times: employments, whom they reported to, teams, seats, what they led and
//   answered for; what was true from when to when, and which run made it known or gave it up.
// Guarantee: at most `limit` rows of a kind, newest first; beliefs that were given up are among them.
// params: id, limit
// returns: kind, about, name, word, basis, because, reasons, validFrom, validTo, recordedIn, supersededIn
// access: read
MATCH (p:Person {id: $id})
CALL (p) {
  MATCH (p)-[:HAS_EMPLOYMENT]->(v:Employment)
  RETURN 'employment' AS kind, v.key AS about, v.name AS name, v.startDate AS word, v.endDate AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, null AS validTo, v.recordedIn AS recordedIn, null AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (p)-[:HAS_EMPLOYMENT]->(:Employment)<-[:VERSION_OF]-(v:EmploymentVersion)
  RETURN 'employment' AS kind, v.key AS about, v.name AS name, v.startDate AS word, v.endDate AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (p)-[v:REPORTS_TO|REPORTS_TO_RECORD]->(m:Person)
  RETURN 'manager' AS kind, m.id AS about, m.name AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (p)-[:HAS_EMPLOYMENT]->(:Employment)-[v:MEMBER_OF|MEMBER_OF_RECORD]->(t:Team)
  RETURN 'team' AS kind, t.key AS about, t.name AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (p)<-[:BELONGS_TO]-(:Account)-[v:MEMBER_OF|MEMBER_OF_RECORD]->(t:Team)
  RETURN 'team' AS kind, t.key AS about, t.name AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (p)-[v:HOLDS|HOLDS_RECORD]->(s:Position)
  RETURN 'seat' AS kind, s.key AS about, s.key AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (p)-[v:HEADS|HEADS_RECORD]->(t:Team)
  RETURN 'heads' AS kind, t.key AS about, t.name AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (p)-[v:DEPUTY_OF|DEPUTY_OF_RECORD]->(t:Team)
  RETURN 'deputises' AS kind, t.key AS about, t.name AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (p)<-[:SAME_AS*0..20]-(:Person)<-[:HELD_BY]-(v:Ownership)-[:OWNERSHIP_OF]->(a:Authorization)
  RETURN 'answers' AS kind, a.key AS about, a.key AS name, v.role AS word, v.basis AS basis, v.endedBecause AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
}
RETURN kind, about, name, word, basis, because, reasons, validFrom, validTo, recordedIn, supersededIn
ORDER BY validFrom DESC, recordedIn DESC
