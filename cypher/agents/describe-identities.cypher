// Why: why an agent that somebody names is not among the unregistered ones, and what it is called.
// Guarantee: one row per agent that goes by one of these ids.
// params: identifiers
// returns: key, source, name, status, gone, agentId, sponsor
// access: read
UNWIND $identifiers AS identifier
MATCH (:AgentIdentifier {key: identifier})<-[:KNOWN_AS]-(i:AgentIdentity)
WITH DISTINCT i
RETURN i.key AS key, i.source AS source, i.name AS name, i.status AS status, i.goneAt IS NOT NULL AS gone,
  head(COLLECT { MATCH (i)-[:IDENTITY_OF]->(g:Agent) RETURN g.id }) AS agentId,
  head(COLLECT { UNWIND range(0, size(i.sponsorRefs) - 1) AS nth
    MATCH (:Identifier {key: i.sponsorRefs[nth]})-[:BELONGS_TO]->(p:Person) RETURN p.name ORDER BY nth }) AS sponsor
ORDER BY key
