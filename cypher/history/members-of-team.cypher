// Why: how many came and went on which day; members one by one would be too long a story.
// Guarantee: newest day first, as believed now; `limit` days at most.
// params: key, limit
// returns: day, joined, left, members
// access: read
MATCH (t:Team {key: $key})
WITH t, COUNT { (t)<-[:MEMBER_OF]-() } AS members
CALL (t) {
  MATCH (t)<-[r:MEMBER_OF|MEMBER_OF_RECORD]-() WHERE r.supersededIn IS NULL
  RETURN date(r.validFrom) AS on, 1 AS joins, 0 AS leaves
  UNION ALL
  MATCH (t)<-[r:MEMBER_OF_RECORD]-() WHERE r.supersededIn IS NULL AND r.validTo IS NOT NULL
  RETURN date(r.validTo) AS on, 0 AS joins, 1 AS leaves
}
WITH members, on, sum(joins) AS joined, sum(leaves) AS left
RETURN datetime({year: on.year, month: on.month, day: on.day}) AS day, joined, left, members ORDER BY day DESC LIMIT $limit
