// Why: tells changed agents from unchanged ones by their content hash, before anything is written.
// Guarantee: one row for each that is new, differs, was gone, or has a newer version; none for an unchanged one.
//   `before` is null for one that no read has described.
// params: rows [{key, hash, version}]
// returns: key, before
// access: read
UNWIND $rows AS row
OPTIONAL MATCH (i:AgentIdentity {key: row.key})
WITH row, i
WHERE i IS NULL OR i.hash <> row.hash OR i.goneAt IS NOT NULL
  OR coalesce(row.version > i.version, row.version IS NOT NULL)
RETURN row.key AS key,
  CASE WHEN i IS NULL THEN null ELSE i {.name, .status, .otherIds, .blueprintRef, .sponsorRefs, .ownerRefs,
    .createdAt, .version, gone: i.goneAt IS NOT NULL} END AS before
