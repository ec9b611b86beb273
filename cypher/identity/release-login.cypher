// Why: a named person says that a login is not this person's; no sync may link it to them again (Q3).
// Guarantee: the link stays as BELONGS_TO_RECORD, with who ended it and why. The login is marked.
// params: run, at, key, by, reason
// returns: key, personId
// access: write
MATCH (a:Account {key: $key})-[b:BELONGS_TO]->(was:Person)
CREATE (a)-[past:BELONGS_TO_RECORD]->(was)
SET past = properties(b), past.validTo = $at, past.supersededIn = $run, past.endedBy = $by, past.endedReason = $reason
DELETE b
SET a.notPersons = [id IN coalesce(a.notPersons, []) WHERE id <> was.id] + [was.id], a.unprojectedIn = $run
REMOVE a.linkExpiresAt
RETURN a.key AS key, was.id AS personId
