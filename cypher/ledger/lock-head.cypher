// Why: entries get their places one after the other; whoever chains holds the head meanwhile. Nobody else touches it.
// Guarantee: locks the head before it is read; one row.
// params: start
// returns: position, hash
// access: write
MERGE (h:LedgerHead {key: 'ledger'})
  ON CREATE SET h.position = 0, h.hash = $start
REMOVE h.lock
RETURN h.position AS position, h.hash AS hash
