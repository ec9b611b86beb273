// Why: two records are two humans; that is remembered, so that no login is ever linked across it (Q3).
// Guarantee: one edge for a pair, whichever way round it is said.
// params: run, at, key, fromId, toId, by, reason
// returns: key
// access: write
MATCH (a:Person {id: $fromId})
MATCH (b:Person {id: $toId})
MERGE (a)-[d:NOT_SAME_AS {key: $key}]->(b)
  ON CREATE SET d.by = $by, d.reason = $reason, d.validFrom = $at, d.recordedIn = $run
RETURN d.key AS key
