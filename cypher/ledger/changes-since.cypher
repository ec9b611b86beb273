// Why: an undo asks what else changed the same authorizations since.
//
//   (the entry)-[:CHANGED]->(Authorization)<-[:CHANGED]-(entries after it)
//
// Guarantee: entries of later runs, and later ones of the same run, oldest first.
// params: keys, run, ordinal
// returns: id, key, run, undoes
// access: read
UNWIND $keys AS key
MATCH (:Authorization {key: key})<-[:CHANGED]-(e:LedgerEntry)
WHERE e.run > $run OR (e.run = $run AND e.ordinal > $ordinal)
RETURN e.id AS id, key, e.run AS run, e.undoes AS undoes ORDER BY e.run, e.ordinal
