// Why: what waits for a named person, and what was decided before.
// Guarantee: newest first; those that wait before those that do not.
// params: limit
// returns: id, source, hash, state, heldIn, heldAt, meaningJson, tripsJson, expiresAt, decidedAt, decidedById, decidedBy, reason, closedIn
// access: read
MATCH (p:Plan) WHERE p.heldIn > 0
OPTIONAL MATCH (d:Person {id: p.decidedBy})
RETURN p.id AS id, p.source AS source, p.hash AS hash, p.state AS state, p.heldIn AS heldIn, p.heldAt AS heldAt,
  p.meaningJson AS meaningJson, p.tripsJson AS tripsJson, p.expiresAt AS expiresAt, p.decidedAt AS decidedAt,
  d.id AS decidedById, d.name AS decidedBy, p.reason AS reason, p.closedIn AS closedIn
ORDER BY p.openKey IS NULL, p.heldIn DESC, p.id LIMIT $limit
