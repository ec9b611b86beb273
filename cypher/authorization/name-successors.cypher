// Why: the successors a document names, in its order.
// Guarantee: idempotent; replaces the whole list.
// params: rows [{key, personIds}]
// returns: key
// access: write
UNWIND $rows AS row
MATCH (a:Authorization {key: row.key})
CALL (a) {
  MATCH (a)-[old:NAMES_SUCCESSOR]->(:Person)
  DELETE old
  RETURN count(*) AS dropped
}
CALL (a, row) {
  UNWIND range(0, size(row.personIds) - 1) AS rank
  MATCH (p:Person {id: row.personIds[rank]})
  MERGE (a)-[r:NAMES_SUCCESSOR]->(p)
  SET r.rank = rank
  RETURN count(*) AS named
}
RETURN a.key AS key
