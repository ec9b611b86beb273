// Why: whom an address meant must not change with what is learnt later: two records that became one were two then (I6).
// Guarantee: every record that was known by the address, at most 20; the id of a record finds that record, and
//   place-as-known answers for whom it was known to be.
// params: subject, known
// returns: id, name
// access: read
CALL () {
  MATCH (p:Person {id: $subject}) RETURN p
  UNION
  MATCH (p:Person)-[h:HAS_EMPLOYMENT|HAS_EMPLOYMENT_RECORD]->(e:Employment) WHERE e.email = $subject
    AND coalesce(h.recordedIn, 0) <= $known AND (h.supersededIn IS NULL OR h.supersededIn > $known)
  RETURN p
  UNION
  MATCH (p:Person)-[h:HAS_EMPLOYMENT|HAS_EMPLOYMENT_RECORD]->(e:Employment) WHERE e.login = $subject
    AND coalesce(h.recordedIn, 0) <= $known AND (h.supersededIn IS NULL OR h.supersededIn > $known)
  RETURN p
}
RETURN DISTINCT p.id AS id, p.name AS name LIMIT 20
