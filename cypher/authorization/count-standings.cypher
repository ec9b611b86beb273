// Why: how many authorizations are in which standing.
// Guarantee: one row per standing that occurs; answered from the index.
// params: none
// returns: standing, count
// access: read
MATCH (a:Authorization) WHERE a.standing IS NOT NULL
RETURN a.standing AS standing, count(*) AS count ORDER BY standing
