// Why: where somebody who answered for it left, there may have been a time without a living owner.
// Guarantee: latest recorded first, by the index of ended ownerships; what is not believed any more is left out.
// params: since, limit
// returns: key, recordedIn
// access: read
MATCH (o:Ownership) WHERE o.endedBecause = 'OWNER_DEPARTED' AND o.recordedIn >= $since AND o.supersededIn IS NULL
WITH o ORDER BY o.recordedIn DESC LIMIT $limit
MATCH (o)-[:OWNERSHIP_OF]->(a:Authorization)
RETURN a.key AS key, o.recordedIn AS recordedIn
