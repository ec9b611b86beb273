// Why: an agent that says the same in a newer version, or as a newer converter reads it, is the same: an older
//   version must not replace it later (T).
// Guarantee: no version is kept of it and nothing is settled; idempotent.
// params: rows [{key, hash, version}]
// returns: confirmed
// access: write
UNWIND $rows AS row
MATCH (i:AgentIdentity {key: row.key})
SET i.hash = row.hash, i.version = row.version
RETURN count(i) AS confirmed
