// Why: of memberships that a directory says came or went, which ones are on record: the others change nothing.
// Guarantee: one row per known key; looked up by the key under the uniqueness constraint.
// params: keys
// returns: key
// access: read
UNWIND $keys AS key
MATCH ()-[r:MEMBER_OF {key: key}]->()
RETURN key
