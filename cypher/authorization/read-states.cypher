// Why: everything continuity knows of an authorization, as one row.
// Guarantee: one row per known key. Past ownerships are read only where they ended because their person
//   left: those a rescinded departure would restore (L5). Who became one with somebody else (Q3) is meant by the
//   one they are known as now: signers, givers and former owners are compared with owners by that id, while the
//   signature itself stays with whom it was given by (I7).
//
//   (Agent)<-[:FOR]-(Authorization)-[:OF]->(DecisionClass)-[:LED_BY]->(lead)
//   (Authorization)-[:OWNED_BY]->(Person)     (Signature)-[:SIGNS]->(Authorization)<-[:OWNERSHIP_OF]-(Ownership)
//   (Signature)-[:SIGNED_BY]->(signer)-[:SAME_AS]->(Person known as now)
//
// params: keys
// returns: authorization, agent, decisionClass, builderId, leadId, successorIds, owners, departedOwners, signatures
// access: read
UNWIND $keys AS key
MATCH (a:Authorization {key: key})
MATCH (a)-[:FOR]->(g:Agent)
MATCH (a)-[:OF]->(c:DecisionClass)
RETURN a {.key, .agentId, .decisionClassId, .limitText, .limits, .bindingKind, .bindingKey, .declinedBy,
    .beneath, .reasons, .standingSince, .deadlineAt, .stopBy, .stopAt, .stopReason, .retired, .revision,
    .unsettledIn, .dueAt} AS authorization,
  g {.digest, .status} AS agent,
  c {.impact, .criteriaDigest, .thresholdDigest, .limits, .status} AS decisionClass,
  head(COLLECT { MATCH (g)-[:BUILT_BY]->(b:Person) RETURN b.id }) AS builderId,
  head(COLLECT { MATCH (c)-[:LED_BY]->(l:Person) RETURN l.id }) AS leadId,
  COLLECT { MATCH (a)-[r:NAMES_SUCCESSOR]->(s:Person) RETURN s.id ORDER BY r.rank } AS successorIds,
  COLLECT { MATCH (a)-[r:OWNED_BY]->(p:Person)
    OPTIONAL MATCH (:Person {id: r.inheritedFrom})-[:SAME_AS*0..20]->(giver:Person)
    WHERE NOT EXISTS { (giver)-[:SAME_AS]->(:Person) }
    RETURN r {.ownershipId, .role, .basis, .since, .until, .placement, personId: p.id,
      inheritedFrom: coalesce(giver.id, r.inheritedFrom)}
    ORDER BY r.since, p.id } AS owners,
  COLLECT { MATCH (a)<-[:OWNERSHIP_OF]-(o:Ownership {endedBecause: 'OWNER_DEPARTED'})-[:HELD_BY]->(:Person)-[:SAME_AS*0..20]->(p:Person)
    WHERE o.supersededIn IS NULL AND NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
    RETURN o {ownershipId: o.id, .role, .basis, since: o.validFrom, endedAt: o.validTo, .placement, personId: p.id} AS found
    ORDER BY o.validTo, p.id } AS departedOwners,
  COLLECT { MATCH (a)<-[:SIGNS]-(s:Signature)-[:SIGNED_BY]->(:Person)-[:SAME_AS*0..20]->(p:Person)
    WHERE NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
    RETURN s {.id, .signedAt, .strength, .agentDigest, .criteriaDigest, .thresholdDigest, .limits,
      .evidence, .recordedBy, personId: p.id} ORDER BY s.signedAt, s.id } AS signatures
