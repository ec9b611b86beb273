// Why: the batch is written before anything is sent, so that a crash repeats the same digest under
//   the same id instead of making another one (I9).
// Guarantee: all or nothing with the rest of the transaction. To be run after lock-batching in it: the
//   alerts were read as pending under that lock, and nothing else makes them anything else.
//   One dispatch per channel carries that channel's attempts and due time.
// Hazard: asking for alert.state here lets a stale plan seek all pending alerts by state for every row:
//   5,000 alerts took 40 s instead of 0.2 s.
//
//   (Alert {batched}) -IN_DIGEST-> (Digest {pending}) <-DISPATCH_OF- (Dispatch {channel, pending})
//
// params: digests [{id, recipientId, alertIds, channels}], now (epoch ms)
// returns: digestId, alerts (how many joined)
// access: write
UNWIND $digests AS row
CREATE (digest:Digest {
  id: row.id, recipientId: row.recipientId, state: 'pending',
  createdAt: datetime({epochMillis: $now}), attempts: 0, sentChannels: [], deadChannels: []
})
FOREACH (channel IN row.channels |
  CREATE (:Dispatch {
    channel: channel, state: 'pending', attempts: 0, dueAt: datetime({epochMillis: $now})
  })-[:DISPATCH_OF]->(digest))
WITH digest, row
UNWIND row.alertIds AS alertId
MATCH (alert:Alert {id: alertId})
SET alert.state = 'batched'
CREATE (alert)-[:IN_DIGEST]->(digest)
RETURN digest.id AS digestId, count(alert) AS alerts
