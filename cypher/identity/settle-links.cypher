// Why: a login that nobody answers for is unlinked, one with several candidates is disputed: both are looked up by that.
// Guarantee: idempotent; the mark goes last, in the transaction that decided.
// params: rows [{key, unlinked, disputed}]
// returns: settled
// access: write
UNWIND $rows AS row
MATCH (a:Account {key: row.key})
REMOVE a.unprojectedIn
FOREACH (_ IN CASE WHEN row.unlinked AND a.unlinked IS NULL THEN [1] ELSE [] END | SET a.unlinked = true)
FOREACH (_ IN CASE WHEN NOT row.unlinked AND a.unlinked THEN [1] ELSE [] END | REMOVE a.unlinked)
FOREACH (_ IN CASE WHEN row.disputed AND a.disputed IS NULL THEN [1] ELSE [] END | SET a.disputed = true)
FOREACH (_ IN CASE WHEN NOT row.disputed AND a.disputed THEN [1] ELSE [] END | REMOVE a.disputed)
RETURN count(a) AS settled
