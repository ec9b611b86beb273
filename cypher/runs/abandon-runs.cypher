// Why: a run or act that died would hide everything after it from what is known, for ever.
// Guarantee: looks again under lock: one whose holder has written since is left alone. An act is closed: nothing is
//   left to finish but what is marked. A run is `abandoned` and takes its lease along, so that it can never write
//   again; the next run of its source finishes its work (close-abandoned).
// params: now, dead, numbers
// returns: number
// access: write
MATCH (s:Sequence {key: 'run'})
REMOVE s.lock
WITH s
UNWIND $numbers AS number
MATCH (r:Run {number: number})
REMOVE r.lock
WITH r WHERE r.state = 'open'
OPTIONAL MATCH (l:Lease {key: r.leaseKey})
REMOVE l.lock
WITH r, CASE WHEN l.epoch = r.epoch THEN l END AS own
WITH r, own, CASE WHEN r.leaseKey IS NULL THEN r.holder ELSE own.holder END AS holder,
  CASE WHEN r.leaseKey IS NULL THEN r.expiresAt ELSE own.expiresAt END AS expiresAt
WHERE holder IS NULL OR holder IN $dead OR expiresAt <= $now
FOREACH (lease IN CASE WHEN own IS NULL THEN [] ELSE [own] END |
  SET lease.epoch = lease.epoch + 1, lease.holder = null)
SET r.state = CASE WHEN r.kind = 'act' THEN 'closed' ELSE 'abandoned' END, r.abandoned = true
RETURN r.number AS number
