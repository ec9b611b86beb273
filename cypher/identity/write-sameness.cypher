// Why: two records are one human: who said so, when and why. Signatures stay with the record that gave them (I7); whoever
//   reads them follows this edge.
// Guarantee: a record is the same as one other at most; the survivor never points anywhere, so the edge leads to whom
//   they are known as now. What was said against it before stays as NOT_SAME_AS_RECORD.
// params: run, at, fromId, toId, by, reason, declined, refusals, withdrawn
// returns: key
// access: write
MATCH (o:Person {id: $fromId})
MATCH (p:Person {id: $toId})
CREATE (o)-[s:SAME_AS {key: $fromId, by: $by, reason: $reason, validFrom: $at, recordedIn: $run, declined: $declined,
  refusals: $refusals}]->(p)
WITH s
CALL () {
  UNWIND $withdrawn AS key
  MATCH (a:Person)-[d:NOT_SAME_AS {key: key}]->(b:Person)
  CREATE (a)-[past:NOT_SAME_AS_RECORD]->(b)
  SET past = properties(d), past.validTo = $at, past.supersededIn = $run, past.endedBy = $by, past.endedReason = $reason
  DELETE d
  RETURN count(*) AS ended
}
RETURN s.key AS key
