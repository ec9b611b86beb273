// Why: what the graph has of some parts of a source's employments: compared with what was read, it tells what is new,
//   changed and gone in one pass, without asking for each.
// Guarantee: indexed by part. An employment that is over at $at is told as gone: lists drop those who left.
// params: parts, at
// returns: key, hash, absentSince, isGone
// access: read
MATCH (e:Employment) WHERE e.part IN $parts
RETURN e.key AS key, e.hash AS hash, e.absentSince AS absentSince, coalesce(e.endsAt <= $at, false) AS isGone
