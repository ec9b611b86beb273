// Why: tells changed records from unchanged ones by their content hash, before anything is written.
// Guarantee: one row for each record that is new or differs, none for an unchanged one; `before` is null
//   for a new one. `personId` is the person its worker id already stands for.
// params: rows [{key, identifierKey, hash}]
// returns: key, personId, roles, before
// access: read
UNWIND $rows AS row
OPTIONAL MATCH (e:Employment {key: row.key})
WITH row, e
WHERE e IS NULL OR e.hash <> row.hash
OPTIONAL MATCH (i:Identifier {key: row.identifierKey})-[:BELONGS_TO]->(p)
USING INDEX SEEK i:Identifier(key)
RETURN row.key AS key, p.id AS personId,
  CASE WHEN p IS NULL THEN 0 ELSE COUNT { (p)<-[:OWNED_BY]-(:Authorization) } END AS roles,
  CASE WHEN e IS NULL THEN null ELSE e {.name, .email, .login, .startDate, .endDate, .leaveFrom, .leaveTo,
    .zone, .startsAt, .endsAt, .leaveStartsAt, .leaveEndsAt, .workerType, .managerRef, .teamRef,
    .positionRef, .rank, .validFrom, .recordedIn} END AS before
