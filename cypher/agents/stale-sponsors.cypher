// Why: a sponsor is named by login, and whose login it is may be found, corrected or undone in any run: agents whose
//   sponsors on record are not those whom their references mean now are settled again.
// Guarantee: level-triggered, so no crash can lose one. Reads agents with sponsors, by index, and their logins by
//   key; the order of the same sponsors counts. As in unprojected-identities, an unfinished first read waits.
//
//   (AgentIdentity).sponsorRefs ~ (Identifier)-[:BELONGS_TO]->(Person)     (AgentIdentity)-[:SPONSORED_BY]->(Person)
//
// params: source
// returns: key
// access: read
MATCH (i:AgentIdentity {sponsored: true})
WHERE i.source = $source OR EXISTS { (:Source {id: i.source}) }
WITH i,
  COLLECT { UNWIND i.sponsorRefs AS ref MATCH (:Identifier {key: ref})-[:BELONGS_TO]->(p:Person)
    RETURN DISTINCT p.id AS id ORDER BY id } AS meant,
  COLLECT { MATCH (i)-[:SPONSORED_BY]->(p:Person) RETURN p.id AS id ORDER BY id } AS held
WHERE meant <> held
RETURN i.key AS key ORDER BY key
