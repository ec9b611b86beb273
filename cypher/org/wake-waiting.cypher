// Why: a reference may be claimed before anybody answers to it (M6); when people appear, those who wait
//   for one of them are projected again.
// Guarantee: marks only what waits; indexed.
// params: run, identifierKeys
// returns: woken
// access: write
CALL () {
  MATCH (e:Employment {waiting: true}) WHERE e.managerRef IN $identifierKeys
  SET e.unprojectedIn = $run
  RETURN count(e) AS employments
}
CALL () {
  MATCH (a:Account {waiting: true}) WHERE a.managerRef IN $identifierKeys
  SET a.unprojectedIn = $run
  RETURN count(a) AS accounts
}
CALL () {
  MATCH (t:Team {waiting: true})
  WHERE t.headRef IN $identifierKeys OR any(ref IN t.deputyRefs WHERE ref IN $identifierKeys)
  SET t.unprojectedIn = $run
  RETURN count(t) AS teams
}
RETURN employments + accounts + teams AS woken
