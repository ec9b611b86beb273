// Why: what the graph has of some parts of a directory's logins: compared with what was read, it tells what is new,
//   changed and gone in one pass, without asking for each.
// Guarantee: tombstones included. Indexed by part.
// params: parts
// returns: key, hash, absentSince, isGone
// access: read
MATCH (a:Account) WHERE a.part IN $parts AND a.hash IS NOT NULL
RETURN a.key AS key, a.hash AS hash, a.absentSince AS absentSince, a.status = 'purged' AS isGone
