// Why: an agent that no document claims is looked up by that: what `adopt` lists.
// Guarantee: idempotent; takes off the mark in the transaction that projected and raised.
// params: rows [{key, unregistered}]
// returns: settled
// access: write
UNWIND $rows AS row
MATCH (i:AgentIdentity {key: row.key})
REMOVE i.unprojectedIn
SET i.unregistered = CASE WHEN row.unregistered THEN true ELSE null END
RETURN count(i) AS settled
