// Why: whether any login has somebody to belong to now, or a manual link that has run out: most runs need not wake any.
// Guarantee: at most one row; reads what waits or has run out (see wake-accounts).
// params: at
// returns: key
// access: read
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
RETURN a.key AS key LIMIT 1
