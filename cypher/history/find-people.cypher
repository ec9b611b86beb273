// Why: people ask by id, e-mail or login; all three find the person, none but the id is one.
// Guarantee: every match, at most 20.
// params: subject
// returns: id, name
// access: read
CALL () {
  MATCH (p:Person {id: $subject}) RETURN p
  UNION
  MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.email = $subject RETURN p
  UNION
  MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.login = $subject RETURN p
}
RETURN DISTINCT p.id AS id, p.name AS name LIMIT 20
