// Why: somebody has an address now that a login carries: whether it was given on to another person is looked at (Q1).
// Guarantee: marks only; indexed. In the transaction that wrote the address.
// params: run, addresses
// returns: woken
// access: write
MATCH (a:Account) WHERE a.email IN $addresses
SET a.unprojectedIn = $run
RETURN count(a) AS woken
