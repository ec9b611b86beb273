// Why: the durable work list of continuity: marked by a change, due by time, or without a holder (an orphan
//   is tried again whenever anything is).
// Guarantee: indexed three ways; at most `limit` keys, in key order.
// params: at, limit, after
// returns: key
// access: read
CALL () {
  MATCH (a:Authorization) WHERE a.unsettledIn IS NOT NULL AND a.key > $after RETURN a
  UNION
  MATCH (a:Authorization) WHERE a.dueAt <= $at AND a.key > $after RETURN a
  UNION
  MATCH (a:Authorization) WHERE a.standing = 'orphaned' AND a.key > $after RETURN a
}
WITH a ORDER BY a.key LIMIT $limit
RETURN a.key AS key
