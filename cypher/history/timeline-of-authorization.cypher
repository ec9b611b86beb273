// Why: the story of an authorization in two times: what was true from when to when, and which run made it known or gave
//   it up.
// Guarantee: at most `limit` rows of a kind, newest first; beliefs that were given up are among them. A signature is
//   true from the moment it was given; a definition ended when another came into force.
// params: key, limit
// returns: kind, about, name, word, basis, because, reasons, validFrom, validTo, recordedIn, supersededIn
// access: read
MATCH (a:Authorization {key: $key})
CALL (a) {
  MATCH (a)<-[:OWNERSHIP_OF]-(v:Ownership)-[:HELD_BY]->(:Person)-[:SAME_AS*0..20]->(p:Person)
  WHERE NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
  RETURN 'owner' AS kind, p.id AS about, p.name AS name, v.role AS word, v.basis AS basis, v.endedBecause AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (a)<-[:STANDING_OF]-(v:Standing)
  RETURN 'standing' AS kind, '' AS about, null AS name, v.standing AS word, null AS basis, null AS because,
    v.reasons AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (a)<-[:SIGNS]-(v:Signature)-[:SIGNED_BY]->(:Person)-[:SAME_AS*0..20]->(p:Person)
  WHERE NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
  RETURN 'signature' AS kind, p.id AS about, p.name AS name, v.strength AS word, v.recordedBy AS basis, null AS because,
    [] AS reasons, v.signedAt AS validFrom, v.signedAt AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (a)<-[:VERSION_OF]-(v:AuthorizationVersion)
  RETURN 'limit' AS kind, '' AS about, null AS name, v.limitText AS word, null AS basis, null AS because,
    [] AS reasons, v.validTo AS validFrom, v.validTo AS validTo, v.supersededIn AS recordedIn, null AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (a)-[:FOR]->(:Agent)<-[:VERSION_OF]-(v:AgentVersion)
  RETURN 'agent' AS kind, '' AS about, v.title AS name, left(v.digest, 8) AS word, null AS basis, null AS because,
    [] AS reasons, v.validTo AS validFrom, v.validTo AS validTo, v.supersededIn AS recordedIn, null AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (a)-[:OF]->(:DecisionClass)<-[:VERSION_OF]-(v:DecisionClassVersion)
  RETURN 'class' AS kind, '' AS about, v.title AS name, left(v.criteriaDigest, 8) AS word, null AS basis, null AS because,
    [] AS reasons, v.validTo AS validFrom, v.validTo AS validTo, v.supersededIn AS recordedIn, null AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
}
RETURN kind, about, name, word, basis, because, reasons, validFrom, validTo, recordedIn, supersededIn
ORDER BY validFrom DESC, recordedIn DESC
