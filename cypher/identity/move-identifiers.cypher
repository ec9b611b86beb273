// Why: two records are one human (Q3): everything that finds the one finds the other from now on.
// Guarantee: the link before stays as BELONGS_TO_RECORD; the new one says where it came from and in which act, so that
//   exactly these come back when the act is undone.
//
//   (Identifier)-[:BELONGS_TO]->(from)   ──▶   (Identifier)-[:BELONGS_TO {movedFrom, movedIn}]->(to)
//
// params: run, at, fromId, toId
// returns: key
// access: write
MATCH (p:Person {id: $toId})
MATCH (i:Identifier)-[b:BELONGS_TO]->(was:Person {id: $fromId})
CREATE (i)-[past:BELONGS_TO_RECORD]->(was)
SET past = properties(b), past.validTo = $at, past.supersededIn = $run
WITH i, p, b, properties(b) AS kept
DELETE b
WITH i, p, kept
CREATE (i)-[n:BELONGS_TO]->(p)
SET n = kept, n.validFrom = $at, n.recordedIn = $run, n.movedFrom = $fromId, n.movedIn = $run
RETURN i.key AS key ORDER BY key
