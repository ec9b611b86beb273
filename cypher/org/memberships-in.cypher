// Why: what the graph has of some parts of a directory's memberships (see employments-in).
// Guarantee: indexed by part; edges to accounts that no read has described included.
// params: parts
// returns: key
// access: read
MATCH ()-[r:MEMBER_OF]->() WHERE r.part IN $parts
RETURN r.key AS key
