// Why: digests of what a source had are true only until something of it is written; a crash must not leave them.
// Guarantee: idempotent; in a transaction of its own before the first write of a read.
// params: source
// returns: forgotten
// access: write
MATCH (s:Source {id: $source})
SET s.readDigest = null, s.employmentDigests = null, s.accountDigests = null,
  s.membershipDigests = null
RETURN count(s) AS forgotten
