// Why: every document is compared with its own last applied version, not with the graph.
// Guarantee: all documents of one source that were ever applied.
// params: source
// returns: key, digest, applied, pins
// access: read
MATCH (d:Document {source: $source})
RETURN d.key AS key, d.digest AS digest, d.applied AS applied, d.pins AS pins
