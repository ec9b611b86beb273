// Why: the question of the product, about now: who authorized this agent to make this class of decision?
// Guarantee: at most one row. Read from the authorization, its current edges and its signatures: versions are never
//   looked at, so the cost does not grow with history (who-as-known answers for another time). What the server does itself: it
//   keeps the edges of a node in one chain until there are 50, so a walk passes at most 50 of them (bench:history). Who became
//   one with somebody else (Q3) is named as the one they are known as now, whoever signed it under which record.
//
//   (Agent)<-[:FOR]-(Authorization)-[:OF]->(DecisionClass)     (a)-[:OWNED_BY]->(Person)
//   (Signature)-[:SIGNS]->(a)     (Signature)-[:SIGNED_BY]->(signer)-[:SAME_AS]->(Person known as now)
//
// params: key
// returns: authorization, agent, decisionClass, owners, signatures
// access: read
MATCH (a:Authorization {key: $key})
MATCH (g:Agent {id: a.agentId})
MATCH (c:DecisionClass {id: a.decisionClassId})
RETURN a {.standing, .reasons, .deadlineAt, .limitText, .limits, .revision, .unsettledIn, .dueAt} AS authorization,
  g {.id, .title, .digest, .status} AS agent,
  c {.id, .title, .criteriaText, .thresholdText, .impact, .criteriaDigest, .thresholdDigest, .limits} AS decisionClass,
  COLLECT { MATCH (a)-[r:OWNED_BY]->(p:Person)
    OPTIONAL MATCH (:Person {id: r.inheritedFrom})-[:SAME_AS*0..20]->(giver:Person)
    WHERE NOT EXISTS { (giver)-[:SAME_AS]->(:Person) }
    RETURN r {.role, .basis, from: r.since, to: null, endedBecause: null,
      personId: p.id, name: p.name, personEndsAt: p.activeUntil, giverId: giver.id, giverName: giver.name} AS found
    ORDER BY r.role DESC, r.since, p.id } AS owners,
  COLLECT { MATCH (a)<-[:SIGNS]-(s:Signature)-[:SIGNED_BY]->(:Person)-[:SAME_AS*0..20]->(p:Person)
    WHERE NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
    RETURN s {.signedAt, .strength, .evidence, .recordedBy, .agentDigest, .criteriaDigest, .thresholdDigest,
      .limits, personId: p.id, name: p.name} ORDER BY s.signedAt DESC } AS signatures
