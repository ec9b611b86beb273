// Why: the batch is written before anything is sent, so that a crash repeats the same digest under
//   the same id instead of making another one (I9).
// Guarantee: all or nothing with the rest of the transaction; only alerts that are still pending
//   join. One dispatch per channel carries that channel's attempts and due time.
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
WITH digest, alert
WHERE alert.state = 'pending'
SET alert.state = 'batched'
CREATE (alert)-[:IN_DIGEST]->(digest)
RETURN digest.id AS digestId, count(alert) AS alerts
