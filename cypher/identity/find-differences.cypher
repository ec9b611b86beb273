// Why: before two records become one it matters whether somebody said that they are not, of them or of any record that
//   became one of them.
// Guarantee: oldest first.
// params: oneId, otherId
// returns: key, by, reason, since
// access: read
MATCH (:Person {id: $oneId})<-[:SAME_AS*0..20]-(:Person)-[d:NOT_SAME_AS]-(:Person)-[:SAME_AS*0..20]->(:Person {id: $otherId})
RETURN DISTINCT d.key AS key, d.by AS by, d.reason AS reason, d.validFrom AS since ORDER BY since, key
