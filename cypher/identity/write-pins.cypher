// Why: pins follow whom they mean.
// Guarantee: in the transaction that moved the person; the lines themselves are untouched.
// params: run, rows [{key, pins, moved}]
// returns: key
// access: write
UNWIND $rows AS row
MATCH (d:Document {key: row.key})
SET d.pins = row.pins, d.movedPins = row.moved, d.recordedIn = $run
RETURN d.key AS key
