// Why: a record without any employment reports to nobody; no projection would ever look at it again.
// Guarantee: nothing where an employment is left. The line stays as REPORTS_TO_RECORD, superseded: it was somebody
//   else's.
// params: run, id
// returns: ended
// access: write
MATCH (p:Person {id: $id})-[old:REPORTS_TO]->(boss:Person)
WHERE NOT EXISTS { (p)-[:HAS_EMPLOYMENT]->(:Employment) }
CREATE (p)-[past:REPORTS_TO_RECORD]->(boss)
SET past = properties(old), past.supersededIn = $run
WITH old
DELETE old
RETURN count(*) AS ended
