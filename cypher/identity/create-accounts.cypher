// Why: a login that no read has told of, of somebody who is known, needs no marks that are taken away again: nearly all
//   of a directory's first read. Writes what write-accounts, link-accounts, project-persons and settle-links would, in
//   one go; whose each is was decided before (`personId`; null: nobody's).
// Guarantee: creates only; where one of the keys is there already a constraint stops the whole transaction, and the
//   general statements do the work. At most one login of a person in `rows`. The person is locked before anything about
//   them is looked at. An address that no employment knows is taken from the person's only login.
//
//   (Account:Identifier)-[:BELONGS_TO {evidence: 'workerId'}]->(Person)<-[:VERSION_OF]-(PersonVersion)
//
//   What remains to be done about the person, by the general statements in this transaction: `incomplete`: several
//   logins may give the address; `unled`: a login may name the manager; `bound`: authorizations depend on them.
//   The far end of BELONGS_TO carries no label: with the counts of an empty database the planner would begin there.
// params: run, at, rows [{personId, evidenceKey, account}]
// returns: id, incomplete, unled, bound
// access: write
UNWIND $rows AS row
CREATE (a:Account:Identifier)
SET a = row.account, a.validFrom = coalesce(row.account.createdAt, $at), a.firstSeenAt = $at, a.createdIn = $run,
  a.recordedIn = $run
WITH row, a WHERE row.personId IS NOT NULL
MATCH (p:Person {id: row.personId})
USING INDEX SEEK p:Person(id)
SET p.recordedIn = $run
WITH row, a, p,
  EXISTS { (p)-[:HAS_EMPLOYMENT]->(e) WHERE e.email IS NULL OR e.login IS NULL } AS lacks,
  EXISTS { (p)<-[:BELONGS_TO]-(other) WHERE other.nativeId IS NOT NULL } AS hasOthers,
  EXISTS { (p)-[:HAS_EMPLOYMENT]->(e) WHERE e.managerRef IS NULL } AS unled,
  EXISTS { (p)<-[:OWNED_BY|LED_BY|HELD_BY|SAME_AS]-() } AS bound
CREATE (a)-[:BELONGS_TO {key: row.account.key, evidence: 'workerId', evidenceKey: row.evidenceKey, validFrom: $at,
  recordedIn: $run}]->(p)
WITH row, p, lacks, hasOthers, unled, bound,
  lacks AND NOT hasOthers AND row.account.status IN ['staged', 'active', 'suspended']
    AND (p.email IS NULL AND row.account.email IS NOT NULL OR p.login IS NULL AND row.account.login IS NOT NULL) AS named
FOREACH (_ IN CASE WHEN named AND p.name IS NOT NULL
    AND NOT EXISTS { (p)<-[:VERSION_OF]-(:PersonVersion {supersededIn: $run}) } THEN [1] ELSE [] END |
  CREATE (v:PersonVersion)-[:VERSION_OF]->(p)
  SET v = p {.name, .email, .login, .activeFrom, .activeUntil, .human, supersededIn: $run})
FOREACH (_ IN CASE WHEN named THEN [1] ELSE [] END |
  SET p.email = coalesce(p.email, row.account.email), p.login = coalesce(p.login, row.account.login))
WITH p, lacks AND hasOthers AS incomplete, unled, bound
WHERE incomplete OR unled OR bound
RETURN p.id AS id, incomplete, unled, bound
