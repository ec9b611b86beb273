// Why: the durable work list of agents: those whose claims changed, and those that a changed document claims or
//   claimed.
// Guarantee: at most `limit` keys, oldest marks first. What the unfinished first read of another source left waits
//   for that source: its findings are a baseline, of which nobody is alerted.
// params: source, limit
// returns: key
// access: read
MATCH (i:AgentIdentity) WHERE i.unprojectedIn IS NOT NULL
  AND (i.source = $source OR EXISTS { (:Source {id: i.source}) })
WITH i ORDER BY i.unprojectedIn, i.key LIMIT $limit
RETURN i.key AS key
