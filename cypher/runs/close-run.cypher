// Why: what a run recorded counts as known once the run is closed; the checkpoint comes last.
// Guarantee: idempotent. The cursor, the tenant and the digests of the source move in the same transaction or not
//   at all. A tenant is pinned once. Locks the sequence first: runs close one after the other, and date-closings
//   gives the closing its time.
// params: number, source, cursor, summary, tenant, precedence, unbelieved, keyFill, scopes, counts, readDigest,
//   employmentDigests, accountDigests, membershipDigests
// returns: number
// access: write
MATCH (q:Sequence {key: 'run'})
REMOVE q.lock
WITH q
MATCH (r:Run {number: $number})
SET r.state = 'closed', r.summary = $summary
WITH r
FOREACH (_ IN CASE WHEN $source IS NULL THEN [] ELSE [1] END |
  MERGE (s:Source {id: $source})
  SET s.cursor = $cursor, s.lastRun = r.number, s.lastRunAt = r.openedAt, s.tenant = coalesce(s.tenant, $tenant),
    s.precedence = $precedence, s.unbelieved = $unbelieved, s.keyFill = coalesce($keyFill, s.keyFill), s.scopes = $scopes, s.counts = $counts,
    s.readDigest = $readDigest, s.employmentDigests = $employmentDigests,
    s.accountDigests = $accountDigests, s.membershipDigests = $membershipDigests)
RETURN r.number AS number
