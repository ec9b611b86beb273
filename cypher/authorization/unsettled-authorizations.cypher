// Why: the durable work list of continuity: marked by a change, due by time, or without a holder (an orphan
//   is tried again whenever anything is).
// Guarantee: indexed three ways; at most `limit` keys, in key order. What a run of another source has marked
//   and not finished is left to that source (`finishing` are those of this run): half of a batch of leavers
//   or of a changed registry would be settled on an organisation that never was (L10). A run that was begun
//   before `abandonedBefore` and is still open keeps nobody waiting any more.
// params: at, limit, after, finishing, abandonedBefore
// returns: key
// access: read
CALL () {
  MATCH (a:Authorization) WHERE a.unsettledIn IS NOT NULL AND a.key > $after
    AND NOT EXISTS {
      MATCH (r:Run {number: a.unsettledIn})
      WHERE r.state IN ['open', 'abandoned'] AND NOT r.source IN $finishing AND r.openedAt >= $abandonedBefore
    }
  RETURN a
  UNION
  MATCH (a:Authorization) WHERE a.dueAt <= $at AND a.key > $after RETURN a
  UNION
  MATCH (a:Authorization) WHERE a.standing = 'orphaned' AND a.key > $after RETURN a
}
WITH a ORDER BY a.key LIMIT $limit
RETURN a.key AS key
