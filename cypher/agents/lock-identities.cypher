// Why: two runs may settle one agent at once, a directory's and the registry's; whoever comes second must see what
//   the first one wrote.
// Guarantee: the agents are locked until the transaction ends, in the order given. The mark is taken off by
//   settle-identities in the same transaction.
// params: run, keys
// returns: locked
// access: write
UNWIND $keys AS key
MATCH (i:AgentIdentity {key: key})
SET i.unprojectedIn = $run
RETURN count(i) AS locked
