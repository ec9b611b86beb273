// Why: what a person may sign for.
// Guarantee: a changed limit supersedes the one before, which stays; what the person owns, and whoever it was
//   for before, is marked for settling in the same transaction (G7).
// params: run, rows [{key, document, personId, limits, decisionClasses, validFrom, validTo}]
// returns: key
// access: write
UNWIND $rows AS row
MATCH (p:Person {id: row.personId})
OPTIONAL MATCH (old:AuthorityLimit {document: row.document}) WHERE old.supersededIn IS NULL AND old.key <> row.key
SET old.supersededIn = $run
WITH row, p, old
OPTIONAL MATCH (old)-[:LIMITS]->(:Person)<-[:OWNED_BY]-(was:Authorization)
SET was.unsettledIn = $run
WITH DISTINCT row, p
MERGE (l:AuthorityLimit {key: row.key})
  ON CREATE SET l.document = row.document, l.limits = row.limits, l.decisionClasses = row.decisionClasses,
    l.validFrom = row.validFrom, l.validTo = row.validTo, l.recordedIn = $run
MERGE (l)-[:LIMITS]->(p)
WITH row, p
OPTIONAL MATCH (p)<-[:OWNED_BY]-(a:Authorization)
SET a.unsettledIn = $run
RETURN DISTINCT row.key AS key
