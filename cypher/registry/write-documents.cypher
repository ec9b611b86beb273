// Why: what of a document was applied, and to whom its addresses were pinned.
// Guarantee: in the transaction that applies it. `digest` is null while lines of it are refused, so that they
//   are tried again.
// params: run, rows [{key, source, digest, applied, pins, place}]
// returns: key
// access: write
UNWIND $rows AS row
MERGE (d:Document {key: row.key})
  ON CREATE SET d.createdIn = $run
SET d.source = row.source, d.digest = row.digest, d.applied = row.applied, d.pins = row.pins,
    d.place = row.place, d.recordedIn = $run
RETURN d.key AS key
