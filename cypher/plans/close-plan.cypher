// Why: a plan ends when it was applied, or when what it held is no longer asked for.
// Guarantee: idempotent; a closed plan stays as it was shown.
// params: id, state, run
// returns: id
// access: write
MATCH (p:Plan {id: $id})
SET p.state = $state, p.closedIn = $run
REMOVE p.openKey
RETURN p.id AS id
