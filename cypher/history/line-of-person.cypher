// Why: to whom a person reports now, up to the top, and what they answer for now.
// Guarantee: at most one row. Current edges only, never the records of the past: its cost does not grow with history.
//   The line is followed at most 25 steps and never through a person twice, so it ends on any graph (I10).
//
//   (p)-[:REPORTS_TO]->(m1)-[:REPORTS_TO]->(m2) …     (p)<-[:OWNED_BY]-(Authorization)
//
// params: id
// returns: id, name, activeUntil, line, holdings
// access: read
MATCH (p:Person {id: $id})
RETURN p.id AS id, p.name AS name, p.activeUntil AS activeUntil,
  COLLECT { MATCH path = (p)-[:REPORTS_TO*1..25]->(m:Person)
    WHERE m <> p AND all(n IN nodes(path) WHERE single(other IN nodes(path) WHERE other = n))
    RETURN {id: m.id, name: m.name} ORDER BY length(path) } AS line,
  COLLECT { MATCH (p)<-[:OWNED_BY]-(a:Authorization)
    RETURN {key: a.key, standing: a.standing} ORDER BY a.key } AS holdings
