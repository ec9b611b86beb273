// Why: tells changed logins from unchanged ones by their content hash, before anything is written.
// Guarantee: one row for each login that is new or differs, none for an unchanged one; `before` is null for one
//   that no read has described.
// params: rows [{key, hash}]
// returns: key, personId, roles, before
// access: read
UNWIND $rows AS row
OPTIONAL MATCH (a:Account {key: row.key})
WITH row, a
WHERE a.hash IS NULL OR a.hash <> row.hash
OPTIONAL MATCH (a)-[:BELONGS_TO]->(p:Person)
RETURN row.key AS key, p.id AS personId,
  CASE WHEN p IS NULL THEN 0 ELSE COUNT { (p)<-[:OWNED_BY]-(:Authorization) } END AS roles,
  CASE WHEN a.hash IS NULL THEN null ELSE a {.name, .email, .login, .status, .statusSince, .nature, .createdAt,
    .claims, .managerRef, .teamRef, .dormantSince, .rank, .tenureRank, .version} END AS before
