// Why: who authorized this agent to make this class of decision at T, as it was known after a run: what was in force,
//   who answered, who had signed.
// Guarantee: at most one row, none when the authorization was not on record by then. Reads what was recorded in runs up
//   to `known` and not superseded by them, so that nothing recorded later can change the answer (I6); names, and who
//   is one person with whom, are those of then too. Of definitions the first one given up after either time is meant.
//
//   (AgentVersion)-[:VERSION_OF]->(Agent)<-[:FOR]-(Authorization)-[:OF]->(DecisionClass)<-[:VERSION_OF]-(DecisionClassVersion)
//   (Standing)-[:STANDING_OF]->(a)<-[:OWNERSHIP_OF]-(Ownership)-[:HELD_BY]->(holder)-[:SAME_AS, then]->(Person)
//
// params: key, at, known
// returns: authorization, agent, decisionClass, owners, standing, signatures
// access: read
MATCH (a:Authorization {key: $key}) WHERE a.createdIn <= $known
MATCH (a)-[:FOR]->(g:Agent)
MATCH (a)-[:OF]->(c:DecisionClass)
RETURN coalesce(head(COLLECT { MATCH (a)<-[:VERSION_OF]-(v:AuthorizationVersion)
    WHERE v.supersededIn > $known OR v.validTo > $at
    WITH v ORDER BY v.supersededIn LIMIT 1 RETURN v {.limitText, .limits} }), a {.limitText, .limits}) AS authorization,
  coalesce(head(COLLECT { MATCH (g)<-[:VERSION_OF]-(v:AgentVersion)
    WHERE v.supersededIn > $known OR v.validTo > $at
    WITH v ORDER BY v.supersededIn LIMIT 1 RETURN v {.id, .title, .digest, .status} }), g {.id, .title, .digest, .status}) AS agent,
  coalesce(head(COLLECT { MATCH (c)<-[:VERSION_OF]-(v:DecisionClassVersion)
    WHERE v.supersededIn > $known OR v.validTo > $at
    WITH v ORDER BY v.supersededIn LIMIT 1 RETURN v {.id, .title, .criteriaText, .thresholdText, .impact, .criteriaDigest, .thresholdDigest, .limits} }), c {.id, .title, .criteriaText, .thresholdText, .impact, .criteriaDigest, .thresholdDigest, .limits}) AS decisionClass,
  COLLECT { MATCH (a)<-[:OWNERSHIP_OF]-(o:Ownership)-[:HELD_BY]->(holder:Person)
    WHERE o.recordedIn <= $known AND (o.supersededIn IS NULL OR o.supersededIn > $known) AND o.validFrom <= $at AND (o.validTo IS NULL OR o.validTo > $at)
    MATCH (holder)-[ones:SAME_AS|SAME_AS_RECORD*0..20]->(p:Person)
      WHERE all(x IN ones WHERE x.recordedIn <= $known AND (x.supersededIn IS NULL OR x.supersededIn > $known))
        AND NOT EXISTS { MATCH (p)-[y:SAME_AS|SAME_AS_RECORD]->(:Person) WHERE y.recordedIn <= $known AND (y.supersededIn IS NULL OR y.supersededIn > $known) }
    OPTIONAL MATCH (from:Person {id: o.inheritedFrom})-[others:SAME_AS|SAME_AS_RECORD*0..20]->(giver:Person)
      WHERE all(x IN others WHERE x.recordedIn <= $known AND (x.supersededIn IS NULL OR x.supersededIn > $known))
        AND NOT EXISTS { MATCH (giver)-[y:SAME_AS|SAME_AS_RECORD]->(:Person) WHERE y.recordedIn <= $known AND (y.supersededIn IS NULL OR y.supersededIn > $known) }
    WITH o, p, giver,
      coalesce(head(COLLECT { MATCH (p)<-[:VERSION_OF]-(v:PersonVersion) WHERE v.supersededIn > $known
        WITH v ORDER BY v.supersededIn LIMIT 1 RETURN v {.name, .activeUntil} }), p {.name, .activeUntil}) AS person,
      coalesce(head(COLLECT { MATCH (giver)<-[:VERSION_OF]-(v:PersonVersion) WHERE v.supersededIn > $known
        WITH v ORDER BY v.supersededIn LIMIT 1 RETURN v {.name, .activeUntil} }), giver {.name, .activeUntil}) AS other
    ORDER BY o.role DESC, o.validFrom, p.id
    RETURN o {.role, .basis, from: o.validFrom, to: o.validTo, .endedBecause, personId: p.id, name: person.name,
      personEndsAt: person.activeUntil, giverId: giver.id, giverName: other.name} } AS owners,
  head(COLLECT { MATCH (a)<-[:STANDING_OF]-(s:Standing)
    WHERE s.recordedIn <= $known AND (s.supersededIn IS NULL OR s.supersededIn > $known) AND s.validFrom <= $at AND (s.validTo IS NULL OR s.validTo > $at)
    WITH s ORDER BY s.recordedIn DESC, s.validFrom DESC LIMIT 1
    RETURN s {.standing, .reasons, .deadlineAt, since: s.validFrom} }) AS standing,
  COLLECT { MATCH (a)<-[:SIGNS]-(s:Signature)-[:SIGNED_BY]->(signer:Person) WHERE s.recordedIn <= $known
    MATCH (signer)-[ones:SAME_AS|SAME_AS_RECORD*0..20]->(p:Person)
      WHERE all(x IN ones WHERE x.recordedIn <= $known AND (x.supersededIn IS NULL OR x.supersededIn > $known))
        AND NOT EXISTS { MATCH (p)-[y:SAME_AS|SAME_AS_RECORD]->(:Person) WHERE y.recordedIn <= $known AND (y.supersededIn IS NULL OR y.supersededIn > $known) }
    WITH s, p, coalesce(head(COLLECT { MATCH (p)<-[:VERSION_OF]-(v:PersonVersion) WHERE v.supersededIn > $known
        WITH v ORDER BY v.supersededIn LIMIT 1 RETURN v {.name, .activeUntil} }), p {.name, .activeUntil}) AS person
    ORDER BY s.signedAt DESC, s.id
    RETURN s {.signedAt, .strength, .evidence, .recordedBy, .agentDigest, .criteriaDigest, .thresholdDigest,
      .limits, personId: p.id, name: person.name} } AS signatures
