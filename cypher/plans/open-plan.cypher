// Why: what was held of a source, and what was said about it since.
// Guarantee: at most one row: one plan of a source waits at a time.
// params: source
// returns: id, hash, state, items, expiresAt, decidedBy, heldAt
// access: read
MATCH (p:Plan {openKey: $source})
RETURN p.id AS id, p.hash AS hash, p.state AS state, p.items AS items, p.expiresAt AS expiresAt,
  p.decidedBy AS decidedBy, p.heldAt AS heldAt
