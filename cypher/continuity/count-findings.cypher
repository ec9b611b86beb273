// Why: how much is open.
// Guarantee: answered from the state index.
// params: none
// returns: open
// access: read
MATCH (f:Finding) WHERE f.state = 'open'
RETURN count(f) AS open
