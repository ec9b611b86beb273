// Why: what the graph has of some parts of a source's employments: compared with what was read, it tells what is new,
//   changed and gone in one pass, without asking for each.
// Guarantee: indexed by part.
// params: parts
// returns: key, hash
// access: read
MATCH (e:Employment) WHERE e.part IN $parts
RETURN e.key AS key, e.hash AS hash
