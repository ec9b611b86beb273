// Why: where the last applied read of a source ended, whether it was ever applied (a first one is a baseline), and
//   what it had: a read, or a part of one, with the same digest is not compared again.
// Guarantee: at most one row.
// params: source
// returns: cursor, lastRun, lastRunAt, tenant, precedence, unbelieved, keyFill, scopes, counts, readDigest,
//   employmentDigests, accountDigests, membershipDigests
// access: read
MATCH (s:Source {id: $source})
RETURN s.cursor AS cursor, s.lastRun AS lastRun, s.lastRunAt AS lastRunAt, s.tenant AS tenant,
  s.precedence AS precedence, s.unbelieved AS unbelieved, s.keyFill AS keyFill, s.scopes AS scopes, s.counts AS counts,
  s.readDigest AS readDigest, s.employmentDigests AS employmentDigests, s.accountDigests AS accountDigests,
  s.membershipDigests AS membershipDigests
