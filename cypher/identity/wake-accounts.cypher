// Why: a login may be read before the person it belongs to (M6): when people have appeared, those that belong to
//   nobody yet are looked at again, and so are those whose manual link has run out (Q9).
// Guarantee: marks only what has somebody to belong to now, of whom nobody said that this is not them; a dispute is
//   looked at again when something about it changes, not at every run, and a link that has run out once (I4). Reads
//   what waits or has run out, not all logins.
// params: run, at
// returns: woken
// access: write
CALL () {
  MATCH (a:Account {unlinked: true})
  WHERE a.unprojectedIn IS NULL AND a.disputed IS NULL
    AND any(claim IN a.claims WHERE EXISTS {
      MATCH (:Identifier {key: claim})-[:BELONGS_TO]->(p:Person) WHERE NOT p.id IN coalesce(a.notPersons, [])
    })
  RETURN a
  UNION
  MATCH (a:Account) WHERE a.linkExpiresAt <= $at AND a.unprojectedIn IS NULL
  RETURN a
}
SET a.unprojectedIn = $run
FOREACH (_ IN CASE WHEN a.linkExpiresAt <= $at THEN [1] ELSE [] END | REMOVE a.linkExpiresAt)
RETURN count(a) AS woken
