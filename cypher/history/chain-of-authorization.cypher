// Why: the story of one authorization: owners, standings, signatures and searches, as believed now.
// Guarantee: at most one row; events in no particular order, the caller sorts by time. Who became one with somebody
//   else (Q3) is named as the one they are known as now.
// params: key
// returns: key, agentTitle, classTitle, standing, owners, ownerships, standings, signatures, successions
// access: read
MATCH (a:Authorization {key: $key})
MATCH (a)-[:FOR]->(g:Agent)
MATCH (a)-[:OF]->(c:DecisionClass)
RETURN a.key AS key, g.title AS agentTitle, c.title AS classTitle, a.standing AS standing,
  COLLECT { MATCH (a)-[r:OWNED_BY]->(p:Person) RETURN {personId: p.id, name: p.name} ORDER BY r.since, p.id } AS owners,
  COLLECT { MATCH (a)<-[:OWNERSHIP_OF]-(o:Ownership)-[:HELD_BY]->(:Person)-[:SAME_AS*0..20]->(p:Person)
    WHERE o.supersededIn IS NULL AND NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
    OPTIONAL MATCH (:Person {id: o.inheritedFrom})-[:SAME_AS*0..20]->(giver:Person)
    WHERE NOT EXISTS { (giver)-[:SAME_AS]->(:Person) }
    RETURN o {.role, .basis, .validFrom, .validTo, .endedBecause, .step, personId: p.id, name: p.name, giverName: giver.name} } AS ownerships,
  COLLECT { MATCH (a)<-[:STANDING_OF]-(s:Standing) WHERE s.supersededIn IS NULL
    RETURN s {.standing, .reasons, .validFrom, .deadlineAt} } AS standings,
  COLLECT { MATCH (a)<-[:SIGNS]-(s:Signature)-[:SIGNED_BY]->(:Person)-[:SAME_AS*0..20]->(p:Person)
    WHERE NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
    RETURN s {.signedAt, .strength, .recordedBy, name: p.name} } AS signatures,
  COLLECT { MATCH (a)<-[:CONCERNS]-(s:Succession)
    RETURN s {.at, .trace, .successorId} ORDER BY s.at } AS successions
