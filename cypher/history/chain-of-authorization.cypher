// Why: the story of one authorization: owners, standings, signatures and searches, as believed now.
// Guarantee: at most one row; events in no particular order, the caller sorts by time.
// params: key
// returns: key, agentTitle, classTitle, standing, owners, ownerships, standings, signatures, successions
// access: read
MATCH (a:Authorization {key: $key})
MATCH (a)-[:FOR]->(g:Agent)
MATCH (a)-[:OF]->(c:DecisionClass)
RETURN a.key AS key, g.title AS agentTitle, c.title AS classTitle, a.standing AS standing,
  COLLECT { MATCH (a)-[r:OWNED_BY]->(p:Person) RETURN {personId: p.id, name: p.name} ORDER BY r.since, p.id } AS owners,
  COLLECT { MATCH (a)<-[:OWNERSHIP_OF]-(o:Ownership)-[:HELD_BY]->(p:Person) WHERE o.supersededIn IS NULL
    OPTIONAL MATCH (giver:Person {id: o.inheritedFrom})
    RETURN o {.role, .basis, .validFrom, .validTo, .endedBecause, .step, personId: p.id, name: p.name, giverName: giver.name} } AS ownerships,
  COLLECT { MATCH (a)<-[:STANDING_OF]-(s:Standing) WHERE s.supersededIn IS NULL
    RETURN s {.standing, .reasons, .validFrom, .deadlineAt} } AS standings,
  COLLECT { MATCH (a)<-[:SIGNS]-(s:Signature)-[:SIGNED_BY]->(p:Person)
    RETURN s {.signedAt, .strength, .recordedBy, name: p.name} } AS signatures,
  COLLECT { MATCH (a)<-[:CONCERNS]-(s:Succession)
    RETURN s {.at, .trace, .successorId} ORDER BY s.at } AS successions
