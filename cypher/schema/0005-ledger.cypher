// Why: an entry is found by its id, its place in the chain, its run and the entry it undoes; two entries never share a
//   place. Runs whose entries wait for their place are few and found by their mark.
// Guarantee: forward only, safe to run again at every start.
CREATE CONSTRAINT ledger_entry_id IF NOT EXISTS FOR (n:LedgerEntry) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT ledger_entry_position IF NOT EXISTS FOR (n:LedgerEntry) REQUIRE n.position IS UNIQUE;
CREATE CONSTRAINT ledger_head_key IF NOT EXISTS FOR (n:LedgerHead) REQUIRE n.key IS UNIQUE;
CREATE INDEX ledger_entry_run IF NOT EXISTS FOR (n:LedgerEntry) ON (n.run, n.ordinal);
CREATE INDEX run_unchained IF NOT EXISTS FOR (n:Run) ON (n.unchained);
