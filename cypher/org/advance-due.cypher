// Why: after its time has come a record waits for its next turn, and is projected as of now.
// Guarantee: idempotent.
// params: run, rows [{key, dueAt}]
// returns: advanced
// access: write
UNWIND $rows AS row
MATCH (e:Employment {key: row.key})
SET e.dueAt = row.dueAt, e.unprojectedIn = $run
RETURN count(e) AS advanced
