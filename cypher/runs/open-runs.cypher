// Why: which runs and acts are going on, and which of them have died: whoever opens the next one closes those.
// Guarantee: by the state index; a run is held through the lease of its source (`holder` is null when that lease is
//   free or with another), an act by itself.
// params: none
// returns: number, kind, source, act, openedAt, holder, expiresAt
// access: read
MATCH (r:Run) WHERE r.state = 'open'
OPTIONAL MATCH (l:Lease {key: r.leaseKey}) WHERE l.epoch = r.epoch
RETURN r.number AS number, r.kind AS kind, r.source AS source, r.act AS act, r.openedAt AS openedAt,
  CASE WHEN r.leaseKey IS NULL THEN r.holder ELSE l.holder END AS holder,
  CASE WHEN r.leaseKey IS NULL THEN r.expiresAt ELSE l.expiresAt END AS expiresAt
ORDER BY number
