// Why: what a person may sign for holds for them under the record they are known as from now on (G7).
// Guarantee: a new version; the one before is superseded and stays with the record it was written for.
// params: run, fromId, toId
// returns: document
// access: write
MATCH (p:Person {id: $toId})
MATCH (l:AuthorityLimit)-[:LIMITS]->(:Person {id: $fromId}) WHERE l.supersededIn IS NULL
WITH p, l, l {.*, key: l.key + '>' + toString($run), recordedIn: $run, movedFrom: $fromId, movedIn: $run} AS next
SET l.supersededIn = $run
CREATE (n:AuthorityLimit)
SET n = next
CREATE (n)-[:LIMITS]->(p)
RETURN n.document AS document ORDER BY document
