// Why: closed runs whose entries have no place in the chain yet; in the order in which they were closed.
// Guarantee: by the index of the mark: reads what waits, not the history.
// params: limit
// returns: number
// access: read
MATCH (r:Run {unchained: true})
WHERE r.state = 'closed'
RETURN r.number AS number ORDER BY r.closedAt, r.number LIMIT $limit
