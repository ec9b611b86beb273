// Why: what the graph holds, to compare with what the documents declare (G10).
// Guarantee: one row per known authorization that is not revoked; owners and co-owners only.
// params: keys
// returns: key, owners
// access: read
UNWIND $keys AS key
MATCH (a:Authorization {key: key}) WHERE a.standing <> 'revoked'
RETURN a.key AS key, COLLECT { MATCH (a)-[r:OWNED_BY]->(p:Person) WHERE r.role <> 'acting'
  RETURN {personId: p.id, role: r.role} ORDER BY p.id } AS owners
