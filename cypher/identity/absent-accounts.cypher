// Why: a directory that tells changes only may never sweep a second time; candidates of an earlier sweep are asked for
//   one by one then (F7, L15).
// Guarantee: by the index on the mark, so it costs what is missing.
// params: source
// returns: key, since
// access: read
MATCH (a:Account) WHERE a.absentSince IS NOT NULL AND a.source = $source AND a.status <> 'purged'
RETURN a.key AS key, a.absentSince AS since ORDER BY key
