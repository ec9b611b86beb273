// Why: what became known is told with who or what made it known.
// Guarantee: by number.
// params: numbers
// returns: number, kind, source, act, operator, at, closedAt
// access: read
UNWIND $numbers AS number
MATCH (r:Run {number: number})
RETURN r.number AS number, r.kind AS kind, r.source AS source, r.act AS act, r.operator AS operator,
  r.openedAt AS at, r.closedAt AS closedAt
