// Why: what a first load creates carries no mark of its own (create-employments); when the run died before it was closed,
//   everything that it recorded is projected anew.
// Guarantee: idempotent; reads the records of one source, and only what an unclosed run recorded.
// params: run, source, prefix
// returns: marked
// access: write
MATCH (r:Run) WHERE r.state IN ['open', 'abandoned'] AND r.source = $source AND r.number <= $run
WITH min(r.number) AS first WHERE first IS NOT NULL
MATCH (e:Employment) WHERE e.part STARTS WITH $prefix AND e.recordedIn >= first
SET e.unprojectedIn = $run
RETURN count(e) AS marked
