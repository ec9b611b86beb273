// Why: who was known under two records may own one authorization twice; both duties become one.
// Guarantee: one row for each authorization that `fromId` owns now, with the duties of both.
// params: fromId, toId
// returns: key, held
// access: read
MATCH (a:Authorization)-[:OWNED_BY]->(:Person {id: $fromId})
RETURN a.key AS key, COLLECT { MATCH (a)-[r:OWNED_BY]->(p:Person) WHERE p.id IN [$fromId, $toId]
  RETURN r {.ownershipId, .role, .basis, .since, .until, .inheritedFrom, .placement, personId: p.id}
  ORDER BY r.since, p.id } AS held
ORDER BY key
