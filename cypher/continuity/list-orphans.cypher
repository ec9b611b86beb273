// Why: authorizations for which nobody stands: orphaned, lapsed, or withheld by policy for want of a signature.
// Guarantee: by the standing index; oldest first.
// params: standings
// returns: key, agentId, agentTitle, classId, classTitle, standing, since, owners, lastOwner, trace, lead
// access: read
UNWIND $standings AS standing
MATCH (a:Authorization {standing: standing})
WHERE a.stopBy IS NULL
MATCH (a)-[:FOR]->(g:Agent)
MATCH (a)-[:OF]->(c:DecisionClass)
RETURN a.key AS key, g.id AS agentId, g.title AS agentTitle, c.id AS classId, c.title AS classTitle,
  a.standing AS standing, a.standingSince AS since,
  COUNT { (a)-[:OWNED_BY]->(:Person) } AS owners,
  head(COLLECT { MATCH (a)<-[:OWNERSHIP_OF]-(o:Ownership)-[:HELD_BY]->(:Person)-[:SAME_AS*0..20]->(p:Person)
    WHERE o.supersededIn IS NULL AND NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
    RETURN p {.id, .name} ORDER BY coalesce(o.validTo, o.validFrom) DESC LIMIT 1 }) AS lastOwner,
  head(COLLECT { MATCH (a)<-[:CONCERNS]-(s:Succession) RETURN s.trace ORDER BY s.at DESC LIMIT 1 }) AS trace,
  head(COLLECT { MATCH (c)-[:LED_BY]->(l:Person) RETURN l {.id, .name} }) AS lead
ORDER BY since, key
