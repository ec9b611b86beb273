// Why: what is still to be sent, on which channel, and until when a channel asked to be left alone.
// Guarantee: oldest digest first. Found by the indexed state of the digest; finished ones, however
//   many, are not read.
// params: none
// returns: digestId, recipientId, channel, attempts, dueAt, waitUntil (epoch ms; null: not throttled)
// access: read
MATCH (digest:Digest {state: 'pending'})<-[:DISPATCH_OF]-(dispatch:Dispatch {state: 'pending'})
RETURN digest.id AS digestId, digest.recipientId AS recipientId, dispatch.channel AS channel,
  dispatch.attempts AS attempts, dispatch.dueAt.epochMillis AS dueAt,
  dispatch.waitUntil.epochMillis AS waitUntil
ORDER BY digest.createdAt, digest.id, dispatch.channel
