// Why: what was refused on behalf of somebody else is theirs again (Q3).
// Guarantee: idempotent; touches only what the merge had changed.
// params: fromId, toId, declined, refusals
// returns: returned
// access: write
CALL () {
  UNWIND $declined AS key
  MATCH (a:Authorization {key: key}) WHERE $fromId IN a.declinedBy
  SET a.declinedBy = [id IN a.declinedBy | CASE id WHEN $fromId THEN $toId ELSE id END]
  RETURN count(a) AS rights
}
CALL () {
  UNWIND $refusals AS key
  MATCH (x:Account {key: key}) WHERE $fromId IN x.notPersons
  SET x.notPersons = [id IN x.notPersons WHERE id <> $fromId]
  RETURN count(x) AS logins
}
RETURN rights + logins AS returned
