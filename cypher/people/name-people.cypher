// Why: facts and traces carry ids; people read names, and an address to type.
// Guarantee: one row per known id.
// params: ids
// returns: id, name, address
// access: read
UNWIND $ids AS id
MATCH (p:Person {id: id})
RETURN p.id AS id, p.name AS name, coalesce(p.email, p.login, p.id) AS address
