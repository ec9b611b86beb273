// Why: a login belongs to a person; on what evidence and since when is kept with the link (Q2, Q9).
// Guarantee: idempotent. A replaced link stays as BELONGS_TO_RECORD. Strong keys that a founded person is known
//   by belong to them from now on (`claims`): whoever comes later under one of them is the same person.
// params: run, at, rows [{key, personId, evidence, evidenceKey, by, reason, expiresAt, claims}]
// returns: key, personId, before
// access: write
UNWIND $rows AS row
MATCH (a:Account {key: row.key})
MERGE (p:Person {id: row.personId})
  ON CREATE SET p.createdIn = $run, p.recordedIn = $run, p.name = a.name
WITH row, a, p
OPTIONAL MATCH (a)-[old:BELONGS_TO]->(was:Person)
FOREACH (r IN CASE WHEN old IS NULL OR was = p THEN [] ELSE [old] END |
  CREATE (a)-[past:BELONGS_TO_RECORD]->(was)
  SET past = properties(r), past.validTo = $at, past.supersededIn = $run
  DELETE r)
WITH row, a, p, was
MERGE (a)-[b:BELONGS_TO]->(p)
  ON CREATE SET b.key = a.key, b.validFrom = $at, b.recordedIn = $run
SET b.evidence = row.evidence, b.evidenceKey = row.evidenceKey, b.by = row.by, b.reason = row.reason,
  b.expiresAt = row.expiresAt, a.linkExpiresAt = row.expiresAt
REMOVE a.unlinked, a.disputed
SET p.recordedIn = $run
FOREACH (claim IN row.claims |
  MERGE (i:Identifier {key: claim})
  MERGE (i)-[c:BELONGS_TO {key: claim}]->(p)
    ON CREATE SET c.evidence = 'claimed', c.evidenceKey = a.key, c.validFrom = $at, c.recordedIn = $run)
RETURN row.key AS key, p.id AS personId, was.id AS before
