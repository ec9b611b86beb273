// Why: when identifiers pass from one record of a person to another, everything that refers to either is projected
//   anew: their own places, whoever reports to them, the teams they head, their logins, and logins that name one of
//   the identifiers or carry one of their addresses.
// Guarantee: marks only, in the transaction that moved them: a crash right after it is made good by the next run.
//   Reads what hangs at the people, what is disputed and what waits, not all logins.
//
//   (report)-[:REPORTS_TO]->(person)-[:HEADS|DEPUTY_OF]->(Team)     (Account)-[:BELONGS_TO]->(person)
//
// params: run, ids, keys
// returns: marked
// access: write
CALL () {
  UNWIND $ids AS id
  MATCH (p:Person {id: id})
  CALL (p) {
    MATCH (p)-[:HAS_EMPLOYMENT]->(e:Employment) RETURN e
    UNION
    MATCH (p)<-[:REPORTS_TO]-(:Person)-[:HAS_EMPLOYMENT]->(e:Employment) RETURN e
  }
  WITH DISTINCT e
  SET e.unprojectedIn = $run
  RETURN count(e) AS employments
}
CALL () {
  UNWIND $ids AS id
  MATCH (:Person {id: id})-[:HEADS|DEPUTY_OF]->(t:Team)
  WITH DISTINCT t
  SET t.unprojectedIn = $run
  RETURN count(t) AS teams
}
CALL () {
  CALL () {
    UNWIND $ids AS id
    MATCH (a:Account)-[:BELONGS_TO]->(:Person {id: id})
    RETURN a
    UNION
    UNWIND $ids AS id
    MATCH (:Person {id: id})-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.email IS NOT NULL
    MATCH (a:Account {email: e.email})
    RETURN a
    UNION
    MATCH (a:Account {disputed: true}) WHERE any(claim IN a.claims WHERE claim IN $keys)
    RETURN a
    UNION
    MATCH (a:Account {unlinked: true}) WHERE any(claim IN a.claims WHERE claim IN $keys)
    RETURN a
  }
  WITH DISTINCT a
  SET a.unprojectedIn = $run
  RETURN count(a) AS accounts
}
RETURN employments + teams + accounts AS marked
