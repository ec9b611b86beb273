// Why: everything that decides whose a login is.
// Guarantee: one row per known key; candidates in order of the claimed identifier. A person whom somebody said
//   this is not is among `refusedIds` and still among the candidates, and so is one of whom somebody said that they
//   are not the person it belongs to (Q3): the caller decides. `recycledFrom` is somebody
//   else whose employment in force carries the address of this login (Q1).
//
//   (Account)-[:BELONGS_TO {evidence}]->(pinned)     (Account).claims ~ (Identifier)-[:BELONGS_TO]->(candidate)
//
// params: keys
// returns: key, source, nativeId, name, email, login, statusSince, since, teamRef, managerRef, dormantSince, rank,
//   recycledFrom, status, nature, claims, linkedTo, candidates, refusedIds, unlinked, disputed, carries
// access: read
UNWIND $keys AS key
MATCH (a:Account {key: key})
RETURN key, a.source AS source, a.nativeId AS nativeId, coalesce(a.name, a.nativeId) AS name, a.email AS email,
  a.login AS login, a.statusSince AS statusSince, coalesce(a.createdAt, a.firstSeenAt) AS since, a.teamRef AS teamRef, a.managerRef AS managerRef,
  a.dormantSince AS dormantSince, coalesce(a.rank, 0) AS rank,
  head(COLLECT { MATCH (e:Employment)<-[:HAS_EMPLOYMENT]-(q:Person) WHERE e.email = a.email AND e.endsAt IS NULL
    AND NOT (a)-[:BELONGS_TO]->(q) AND EXISTS { (a)-[:BELONGS_TO]->(:Person) } RETURN q.id ORDER BY q.id }) AS recycledFrom,
  coalesce(a.status, 'unknown') AS status, coalesce(a.nature, 'human') AS nature,
  coalesce(a.claims, []) AS claims,
  head(COLLECT { MATCH (a)-[b:BELONGS_TO]->(p:Person)
    RETURN {personId: p.id, evidence: b.evidence, evidenceKey: b.evidenceKey, expiresAt: b.expiresAt} }) AS linkedTo,
  COLLECT { UNWIND coalesce(a.claims, []) AS claim
    MATCH (:Identifier {key: claim})-[:BELONGS_TO]->(q:Person)
    RETURN {claim: claim, personId: q.id} ORDER BY claim } AS candidates,
  coalesce(a.notPersons, []) + COLLECT {
    MATCH (a)-[:BELONGS_TO]->(:Person)<-[:SAME_AS*0..20]-(:Person)-[:NOT_SAME_AS]-(:Person)-[:SAME_AS*0..20]->(q:Person)
    WHERE NOT EXISTS { (q)-[:SAME_AS]->(:Person) } AND NOT EXISTS { (a)-[:BELONGS_TO]->(q) }
    RETURN DISTINCT q.id ORDER BY q.id } AS refusedIds,
  coalesce(a.unlinked, false) AS unlinked, coalesce(a.disputed, false) AS disputed,
  EXISTS { MATCH (:Employment {key: a.key}) } AS carries
