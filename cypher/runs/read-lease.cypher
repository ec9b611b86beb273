// Why: to tell who holds a source, and to see whether that process still lives on this machine.
// Guarantee: at most one row.
// params: key
// returns: holder, epoch, expiresAt
// access: read
MATCH (l:Lease {key: $key})
RETURN l.holder AS holder, l.epoch AS epoch, l.expiresAt AS expiresAt
