// Why: a login in full: whose it is and on what evidence, what its directory says, and what people have said about it.
// Guarantee: one row per known key, in order. `claims` are the identifiers that its directory says are of the same
//   human, with whom they lead to; `past` are earlier links, oldest first.
//
//   (Account)-[:BELONGS_TO {evidence}]->(Person)     (Account).claims ~ (Identifier)-[:BELONGS_TO]->(Person)
//
// params: keys
// returns: key, source, name, login, email, status, nature, disputed, person, link, claims, refused, past
// access: read
UNWIND $keys AS key
MATCH (a:Account {key: key})
RETURN a.key AS key, a.source AS source, coalesce(a.name, a.nativeId) AS name, a.login AS login, a.email AS email,
  coalesce(a.status, 'unknown') AS status, coalesce(a.nature, 'human') AS nature,
  coalesce(a.disputed, false) AS disputed,
  head(COLLECT { MATCH (a)-[:BELONGS_TO]->(p:Person) RETURN {id: p.id, name: coalesce(p.name, p.id)} }) AS person,
  head(COLLECT { MATCH (a)-[b:BELONGS_TO]->(:Person)
    RETURN b {.evidence, .evidenceKey, .by, .reason, .expiresAt, since: b.validFrom} }) AS link,
  COLLECT { UNWIND coalesce(a.claims, []) AS claim
    OPTIONAL MATCH (:Identifier {key: claim})-[:BELONGS_TO]->(q:Person)
    RETURN {key: claim, person: CASE WHEN q IS NULL THEN null ELSE {id: q.id, name: coalesce(q.name, q.id)} END}
    ORDER BY claim } AS claims,
  COLLECT { UNWIND coalesce(a.notPersons, []) AS id
    MATCH (:Person {id: id})-[:SAME_AS*0..20]->(q:Person) WHERE NOT EXISTS { (q)-[:SAME_AS]->(:Person) }
    RETURN DISTINCT {id: q.id, name: coalesce(q.name, q.id)} } AS refused,
  COLLECT { MATCH (a)-[r:BELONGS_TO_RECORD]->(q:Person)
    RETURN r {.evidence, .by, .reason, .endedBy, .endedReason, since: r.validFrom, until: r.validTo,
      person: {id: q.id, name: coalesce(q.name, q.id)}} ORDER BY r.validTo, r.supersededIn } AS past
ORDER BY key
