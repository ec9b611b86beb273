// Why: the durable work list of correlation: logins whose claims changed, or whom somebody may answer for now.
// Guarantee: at most `limit` keys, by key order.
// params: limit
// returns: key
// access: read
MATCH (a:Account) WHERE a.unprojectedIn IS NOT NULL
WITH a ORDER BY a.unprojectedIn, a.key LIMIT $limit
RETURN a.key AS key
