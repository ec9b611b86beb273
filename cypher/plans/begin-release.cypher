// Why: an approval is used once; a run that dies half-way is made good under the same approval, any other change is not.
// Guarantee: idempotent; before the first write that it allows.
// params: id, run
// returns: id
// access: write
MATCH (p:Plan {id: $id}) WHERE p.state IN ['approved', 'applying']
SET p.state = 'applying', p.appliedIn = $run
RETURN p.id AS id
