// Why: the question of the product: who authorized this agent to make this class of decision, at T and now?
// Guarantee: at most one row. Today is read from the authorization and its current edges; the versions are
//   read for T. Only what is believed now (not superseded) answers. Who became one with somebody else (Q3) is
//   named as the one they are known as now, whoever held or signed it under which record.
//
//   (Agent)<-[:FOR]-(Authorization)-[:OF]->(DecisionClass)
//   (Standing)-[:STANDING_OF]->(a)<-[:OWNERSHIP_OF]-(Ownership)-[:HELD_BY]->(Person)
//   (Signature)-[:SIGNS]->(a)     (Signature)-[:SIGNED_BY]->(signer)-[:SAME_AS]->(Person known as now)
//
// params: key, at
// returns: authorization, agent, decisionClass, owners, ownersAt, standingAt, signatures
// access: read
MATCH (a:Authorization {key: $key})
MATCH (a)-[:FOR]->(g:Agent)
MATCH (a)-[:OF]->(c:DecisionClass)
RETURN a {.standing, .reasons, .deadlineAt, .limitText, .limits, .revision, .unsettledIn, .dueAt} AS authorization,
  g {.id, .title, .digest, .status} AS agent,
  c {.id, .title, .criteriaText, .thresholdText, .impact, .criteriaDigest, .thresholdDigest, .limits} AS decisionClass,
  COLLECT { MATCH (a)-[r:OWNED_BY]->(p:Person)
    OPTIONAL MATCH (:Person {id: r.inheritedFrom})-[:SAME_AS*0..20]->(giver:Person)
    WHERE NOT EXISTS { (giver)-[:SAME_AS]->(:Person) }
    RETURN r {.role, .basis, from: r.since, to: null, endedBecause: null,
      personId: p.id, name: p.name, personEndsAt: p.activeUntil, giverId: giver.id, giverName: giver.name} AS found
    ORDER BY r.role DESC, r.since, p.id } AS owners,
  COLLECT { MATCH (a)<-[:OWNERSHIP_OF]-(o:Ownership)-[:HELD_BY]->(:Person)-[:SAME_AS*0..20]->(p:Person)
    WHERE NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
      AND o.supersededIn IS NULL AND o.validFrom <= $at AND (o.validTo IS NULL OR o.validTo > $at)
    OPTIONAL MATCH (:Person {id: o.inheritedFrom})-[:SAME_AS*0..20]->(giver:Person)
    WHERE NOT EXISTS { (giver)-[:SAME_AS]->(:Person) }
    RETURN o {.role, .basis, from: o.validFrom, to: o.validTo, .endedBecause,
      personId: p.id, name: p.name, personEndsAt: p.activeUntil, giverId: giver.id, giverName: giver.name} AS found
    ORDER BY o.role DESC, o.validFrom, p.id } AS ownersAt,
  head(COLLECT { MATCH (a)<-[:STANDING_OF]-(s:Standing)
    WHERE s.supersededIn IS NULL AND s.validFrom <= $at AND (s.validTo IS NULL OR s.validTo > $at)
    RETURN s {.standing, .reasons} AS found ORDER BY s.validFrom DESC LIMIT 1 }) AS standingAt,
  COLLECT { MATCH (a)<-[:SIGNS]-(s:Signature)-[:SIGNED_BY]->(:Person)-[:SAME_AS*0..20]->(p:Person)
    WHERE NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
    RETURN s {.signedAt, .strength, .evidence, .recordedBy, .agentDigest, .criteriaDigest, .thresholdDigest,
      .limits, personId: p.id, name: p.name} ORDER BY s.signedAt DESC } AS signatures
