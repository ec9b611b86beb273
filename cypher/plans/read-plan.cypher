// Why: a plan as it was shown when it was held.
// Guarantee: at most one row. Names are those of the moment it was held.
// params: id
// returns: id, source, hash, state, heldIn, heldAt, meaningJson, tripsJson, expiresAt, decidedAt, decidedById, decidedBy, reason, closedIn,
//   removalsJson, reportJson, affectedIds
// access: read
MATCH (p:Plan {id: $id})
OPTIONAL MATCH (d:Person {id: p.decidedBy})
RETURN p.id AS id, p.source AS source, p.hash AS hash, p.state AS state, p.heldIn AS heldIn, p.heldAt AS heldAt,
  p.meaningJson AS meaningJson, p.tripsJson AS tripsJson, p.expiresAt AS expiresAt, p.decidedAt AS decidedAt,
  d.id AS decidedById, d.name AS decidedBy, p.reason AS reason, p.closedIn AS closedIn,
  p.removalsJson AS removalsJson, p.reportJson AS reportJson, p.affectedIds AS affectedIds
