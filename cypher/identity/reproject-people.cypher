// Why: where no employment names a manager, a login of the person may: when a login changes, their place in the
//   reporting line is projected anew, after all links were made.
// Guarantee: marks only. People whose employments name managers are left alone.
// params: run, ids
// returns: marked
// access: write
UNWIND $ids AS id
MATCH (p:Person {id: id})-[:HAS_EMPLOYMENT]->(e:Employment)
WHERE e.managerRef IS NULL
SET e.unprojectedIn = $run
RETURN count(e) AS marked
