// Why: tells changed teams from unchanged ones by their content hash.
// Guarantee: one row for each team that is new or differs; `before` is null for one no source has described.
// params: rows [{key, hash}]
// returns: key, before
// access: read
UNWIND $rows AS row
OPTIONAL MATCH (t:Team {key: row.key})
WITH row, t
WHERE t IS NULL OR t.hash IS NULL OR t.hash <> row.hash
RETURN row.key AS key,
  CASE WHEN coalesce(t.hash, '') = '' THEN null ELSE t {.name, .parentRef, .headRef, .deputyRefs} END AS before
