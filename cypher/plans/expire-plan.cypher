// Why: an approval that nothing used in time does not apply any more; the plan waits for a new one.
// Guarantee: idempotent.
// params: id
// returns: id
// access: write
MATCH (p:Plan {id: $id, state: 'approved'})
SET p.state = 'expired'
RETURN p.id AS id
