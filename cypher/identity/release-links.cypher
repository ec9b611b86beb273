// Why: a login that names identifiers of both was linked when they were taken for one; which of the two it belongs to is
//   open again.
// Guarantee: links by worker ids that were made in the act `movedIn` or since, to be run after return-identifiers. The
//   login is marked: correlation decides anew. One that tells of an employment stays where that is.
// params: run, at, personId, movedIn, keys
// returns: key
// access: write
MATCH (a:Account)-[b:BELONGS_TO {evidence: 'workerId'}]->(p:Person {id: $personId})
WHERE b.movedIn IS NULL AND b.recordedIn >= $movedIn AND any(claim IN a.claims WHERE claim IN $keys)
  AND NOT EXISTS { MATCH (p)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.source + '/' + e.workerId = a.key }
CREATE (a)-[past:BELONGS_TO_RECORD]->(p)
SET past = properties(b), past.validTo = $at, past.supersededIn = $run, a.unprojectedIn = $run
DELETE b
RETURN a.key AS key ORDER BY key
