// Why: when no channel has anything left to do the digest is over and its alerts are told or lost.
// Guarantee: to be run after mark-dispatch in the same transaction; no row while a channel is still to
//   be tried. The digest is dead when any channel gave up; an alert is sent when any channel told it.
// Hazard: alerts carry no label here, so that no plan can seek them by state (drop-moot-alerts).
// params: digestId, now (epoch ms)
// returns: state, alerts (how many)
// access: write
MATCH (digest:Digest {id: $digestId})
WHERE digest.state = 'pending'
  AND NOT EXISTS { MATCH (digest)<-[:DISPATCH_OF]-(open) WHERE open.state = 'pending' }
SET digest.state = CASE WHEN size(digest.deadChannels) > 0 THEN 'dead' ELSE 'sent' END,
  digest.settledAt = datetime({epochMillis: $now})
WITH digest
OPTIONAL MATCH (digest)<-[:IN_DIGEST]-(alert)
WHERE alert.state = 'batched'
SET alert.settledAt = datetime({epochMillis: $now}),
  alert.state = CASE
    WHEN size(digest.sentChannels) > 0 OR size(coalesce(alert.toldOn, [])) > 0 THEN 'sent'
    ELSE 'dead' END
RETURN digest.state AS state, count(alert) AS alerts
