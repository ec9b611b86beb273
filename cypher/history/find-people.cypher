// Why: people ask by id, e-mail or login; all three find the person, none but the id is one.
// Guarantee: every match, at most 20. The id of a record that is somebody else's now (Q3) finds that person.
// params: subject
// returns: id, name
// access: read
CALL () {
  MATCH (:Person {id: $subject})-[:SAME_AS*0..20]->(p:Person)
  WHERE NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
  RETURN p
  UNION
  MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.email = $subject RETURN p
  UNION
  MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.login = $subject RETURN p
}
RETURN DISTINCT p.id AS id, p.name AS name LIMIT 20
