// Why: the logins that need a human: several people could be meant, nobody is, or a person said whose it is.
// Guarantee: read by index, not from all logins; at most `limit` of a kind, in order of key. Of those that belong to
//   nobody only what a human uses now. One login may be of two kinds.
// params: limit
// returns: key, kind
// access: read
CALL () {
  MATCH (a:Account {disputed: true})
  RETURN a.key AS key, 'disputed' AS kind ORDER BY key LIMIT $limit
  UNION
  MATCH (a:Account {unlinked: true}) WHERE a.status = 'active' AND a.nature <> 'service' AND a.disputed IS NULL
  RETURN a.key AS key, 'unlinked' AS kind ORDER BY key LIMIT $limit
  UNION
  MATCH (a:Account)-[b:BELONGS_TO]->(:Person) WHERE b.by IS NOT NULL AND b.evidence = 'manual'
  RETURN a.key AS key, 'manual' AS kind ORDER BY key LIMIT $limit
}
RETURN key, kind
