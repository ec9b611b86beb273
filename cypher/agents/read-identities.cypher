// Why: what of an agent decides whether somebody has to look at it.
// Guarantee: one row per known key; sponsors are the people whom its references mean now, in order of the references.
// params: keys
// returns: key, source, status, gone, createdAt, blueprintRef, identifiers, sponsors
// access: read
UNWIND $keys AS key
MATCH (i:AgentIdentity {key: key})
RETURN key, i.source AS source, i.status AS status, i.goneAt IS NOT NULL AS gone, i.createdAt AS createdAt,
  i.blueprintRef AS blueprintRef,
  COLLECT { MATCH (i)-[:KNOWN_AS]->(n:AgentIdentifier) RETURN n.key ORDER BY n.key } AS identifiers,
  COLLECT { UNWIND range(0, size(i.sponsorRefs) - 1) AS nth
    MATCH (:Identifier {key: i.sponsorRefs[nth]})-[:BELONGS_TO]->(p:Person)
    RETURN {ref: i.sponsorRefs[nth], personId: p.id} ORDER BY nth } AS sponsors
