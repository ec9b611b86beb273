// Why: two passes at once must not put one alert into two digests, nor cancel half of a pair.
// Guarantee: whoever runs this first in a transaction is alone until it commits; later ones wait and
//   then see what it wrote. Creates the lease on first use; the unique key lets no second one appear.
// params: now (epoch ms)
// returns: key
// access: write
MERGE (lease:Lease {key: 'alerts'})
SET lease.lockedAt = datetime({epochMillis: $now})
RETURN lease.key AS key
