// Why: agents that work and that no document claims: what `adopt` writes documents for.
// Guarantee: as of the last run; by index; in order of directory and name. Sponsors in order of the references.
// params: none
// returns: key, source, nativeId, name, otherIds, blueprintRef, createdAt, firstSeenAt, sponsorRefs, ownerRefs, sponsors
// access: read
MATCH (i:AgentIdentity {unregistered: true})
RETURN i.key AS key, i.source AS source, i.nativeId AS nativeId, i.name AS name, i.otherIds AS otherIds,
  i.blueprintRef AS blueprintRef, i.createdAt AS createdAt, i.firstSeenAt AS firstSeenAt,
  i.sponsorRefs AS sponsorRefs, i.ownerRefs AS ownerRefs,
  COLLECT { UNWIND range(0, size(i.sponsorRefs) - 1) AS nth
    MATCH (:Identifier {key: i.sponsorRefs[nth]})-[:BELONGS_TO]->(p:Person)
    RETURN {ref: i.sponsorRefs[nth], personId: p.id} ORDER BY nth } AS sponsors
ORDER BY source, name, key
