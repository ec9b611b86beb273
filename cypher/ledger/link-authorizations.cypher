// Why: what happened to an authorization is found from it, newest last, without reading the ledger through.
// Guarantee: one edge for each; in the transaction that writes the entry, which has locked them already.
// params: id, keys
// returns: linked
// access: write
MATCH (e:LedgerEntry {id: $id})
UNWIND $keys AS key
MATCH (a:Authorization {key: key})
MERGE (e)-[:CHANGED]->(a)
RETURN count(*) AS linked
