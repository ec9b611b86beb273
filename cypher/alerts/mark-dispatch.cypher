// Why: a channel's answer is recorded at once and per channel, so that a crash repeats only what is
//   not known to be sent.
// Guarantee: acts on a dispatch that is still pending; a late answer changes nothing. `state` is
//   sent, dead, or pending for another attempt at dueAt. waitUntil (null: none): the channel itself
//   asked to be left alone until then.
// params: digestId, channel, state, attempts, dueAt, waitUntil, code, now
// returns: state
// access: write
MATCH (digest:Digest {id: $digestId})
SET digest.lockedAt = datetime({epochMillis: $now})
WITH digest
MATCH (digest)<-[:DISPATCH_OF]-(dispatch:Dispatch {channel: $channel})
WHERE dispatch.state = 'pending'
SET dispatch.state = $state, dispatch.attempts = $attempts, dispatch.lastCode = $code,
  dispatch.dueAt = datetime({epochMillis: $dueAt}),
  dispatch.waitUntil =
    CASE WHEN $waitUntil IS NULL THEN null ELSE datetime({epochMillis: $waitUntil}) END,
  dispatch.settledAt =
    CASE WHEN $state = 'pending' THEN null ELSE datetime({epochMillis: $now}) END,
  digest.attempts = CASE WHEN digest.attempts < $attempts THEN $attempts ELSE digest.attempts END,
  digest.sentChannels = CASE WHEN $state = 'sent'
    THEN digest.sentChannels + [$channel] ELSE digest.sentChannels END,
  digest.deadChannels = CASE WHEN $state = 'dead'
    THEN digest.deadChannels + [$channel] ELSE digest.deadChannels END
RETURN dispatch.state AS state
