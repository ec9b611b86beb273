// Why: two records of people become one, or stop being one, or a login passes between them: whoever gives one of them a
//   duty right now finishes first or starts anew.
// Guarantee: locks in the order given; recordedIn moves, which is what begin-ownerships checks under lock.
// params: run, ids
// returns: id
// access: write
UNWIND $ids AS id
MATCH (p:Person {id: id})
SET p.recordedIn = $run
RETURN p.id AS id
