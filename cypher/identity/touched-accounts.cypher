// Why: a plan must decide about the logins that a run would wake: those that wait for an identifier which the plan
//   makes somebody's, and those that carry an address which it gives to somebody (see wake-accounts, wake-by-address).
// Guarantee: reads what waits and what carries the address, not all logins.
// params: identifierKeys, addresses
// returns: key
// access: read
CALL () {
  MATCH (a:Account {unlinked: true}) WHERE any(claim IN a.claims WHERE claim IN $identifierKeys)
  RETURN a
  UNION
  MATCH (a:Account) WHERE a.email IN $addresses
  RETURN a
}
RETURN a.key AS key ORDER BY key
