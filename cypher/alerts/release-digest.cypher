// Why: its recipient left before it was sent everywhere; whoever is told instead must be found anew.
// Guarantee: the alerts become pending again and remember the channels that did tell them (toldOn),
//   so that the next recipient is told on the others only. No row when the digest is over already.
// Hazard: alerts carry no label here, so that no plan can seek them by state (drop-moot-alerts).
// params: digestId, now (epoch ms)
// returns: alerts (how many)
// access: write
MATCH (digest:Digest {id: $digestId})
SET digest.lockedAt = datetime({epochMillis: $now})
WITH digest
WHERE digest.state = 'pending'
SET digest.state = 'released', digest.settledAt = datetime({epochMillis: $now})
WITH digest
OPTIONAL MATCH (digest)<-[:DISPATCH_OF]-(dispatch:Dispatch {state: 'pending'})
SET dispatch.state = 'released'
WITH DISTINCT digest
OPTIONAL MATCH (digest)<-[:IN_DIGEST]-(alert)
WHERE alert.state = 'batched'
SET alert.state = 'pending', alert.toldOn = coalesce(alert.toldOn, []) + digest.sentChannels
RETURN count(alert) AS alerts
