// Why: the limit that the merge moved is that of whom it was written for (Q3).
// Guarantee: only what the act `movedIn` moved and no document has replaced since; versions only ever supersede.
// params: run, fromId, toId, movedIn
// returns: document
// access: write
MATCH (home:Person {id: $toId})
MATCH (n:AuthorityLimit {movedFrom: $toId, movedIn: $movedIn})-[:LIMITS]->(:Person {id: $fromId})
WHERE n.supersededIn IS NULL
MATCH (was:AuthorityLimit {supersededIn: $movedIn})-[:LIMITS]->(home) WHERE was.document = n.document
SET n.supersededIn = $run
CREATE (back:AuthorityLimit)
SET back = was {.*, key: was.key + '<' + toString($run), recordedIn: $run, supersededIn: null}
CREATE (back)-[:LIMITS]->(home)
RETURN back.document AS document ORDER BY document
