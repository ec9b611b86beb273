// Why: two passes may see the same dispatch; one sends it. The due time doubles as the claim: it is
//   moved past the longest a send can take, so whoever dies while sending is retried by itself.
// Guarantee: the digest is locked before its dispatch is looked at; no row when it was taken, sent,
//   or released meanwhile.
// params: digestId, channel, now, claimedUntil (epoch ms)
// returns: attempts, recipientId, alertIds
// access: write
MATCH (digest:Digest {id: $digestId})
SET digest.lockedAt = datetime({epochMillis: $now})
WITH digest
MATCH (digest)<-[:DISPATCH_OF]-(dispatch:Dispatch {channel: $channel})
WHERE digest.state = 'pending' AND dispatch.state = 'pending'
  AND dispatch.dueAt <= datetime({epochMillis: $now})
SET dispatch.dueAt = datetime({epochMillis: $claimedUntil})
RETURN dispatch.attempts AS attempts, digest.recipientId AS recipientId,
  [(digest)<-[:IN_DIGEST]-(alert:Alert) | alert.id] AS alertIds
