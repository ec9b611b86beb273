// Why: how far the chain goes; what verifying compares the last entry with.
// Guarantee: at most one row; its values as they are, since somebody may have edited them (F45).
// params: none
// returns: head
// access: read
MATCH (h:LedgerHead {key: 'ledger'})
RETURN h {.position, .hash} AS head
