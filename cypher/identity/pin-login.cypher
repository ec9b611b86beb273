// Why: a named person says whose a login is (Q2, Q9); that survives every sync until it expires.
// Guarantee: the link before stays as BELONGS_TO_RECORD, also when only the evidence changes. Whoever is named is
//   not refused any more. The login is marked: correlation settles the dispute about it.
// params: run, at, key, personId, by, reason, expiresAt
// returns: key, before
// access: write
MATCH (a:Account {key: $key})
MATCH (p:Person {id: $personId})
OPTIONAL MATCH (a)-[old:BELONGS_TO]->(was:Person)
FOREACH (r IN CASE WHEN old IS NULL THEN [] ELSE [old] END |
  CREATE (a)-[past:BELONGS_TO_RECORD]->(was)
  SET past = properties(r), past.validTo = $at, past.supersededIn = $run
  DELETE r)
WITH a, p, was.id AS before, [id IN coalesce(a.notPersons, []) WHERE id <> $personId] AS refused
CREATE (a)-[b:BELONGS_TO {key: a.key, evidence: 'manual', by: $by, reason: $reason, validFrom: $at, recordedIn: $run}]->(p)
SET b.expiresAt = $expiresAt, a.linkExpiresAt = $expiresAt, a.unprojectedIn = $run,
  a.notPersons = CASE WHEN size(refused) = 0 THEN null ELSE refused END
RETURN a.key AS key, before
