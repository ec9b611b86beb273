// Why: how much there is of what a source could take away, before it does: limits in per cent are of this.
// Guarantee: what the source tells of and nothing else; people who answer for an authorization are counted wherever
//   they come from. Reads all records of the source, so it is asked only when more than a few would go.
// params: source, prefix, at
// returns: departures, owners, managers, memberships, teams, logins, identifiers
// access: read
CALL () {
  MATCH (e:Employment) WHERE e.part STARTS WITH $prefix
  OPTIONAL MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e) WHERE e.endsAt IS NULL OR e.endsAt > $at
  RETURN count(DISTINCT p) AS people, count(e) AS records, count(e.managerRef) AS managed,
    count(e.teamRef) + count(e.positionRef) AS placed
}
CALL () {
  MATCH (a:Account) WHERE a.part STARTS WITH $prefix AND a.status IN ['staged', 'active', 'suspended']
  RETURN count(a) AS logins, count(a.managerRef) AS reporting
}
CALL () {
  MATCH ()-[m:MEMBER_OF]->() WHERE m.part STARTS WITH $prefix
  RETURN count(m) AS members
}
CALL () {
  MATCH (t:Team) WHERE t.key STARTS WITH $source + '/' AND t.removedAt IS NULL
  RETURN count(t) AS teams
}
CALL () {
  MATCH (:Authorization)-[:OWNED_BY]->(p:Person) RETURN count(DISTINCT p) AS owners
}
RETURN people AS departures, owners, managed + reporting AS managers, placed + members AS memberships, teams, logins,
  records + logins AS identifiers
