// Why: everything that is known as one person: their records, and who said that they are one.
// Guarantee: at most one row; also for a record that is somebody else's now (`knownAs`). In what was said each record
//   goes by an identifier that was its own: while two are one, both go by one name.
//
//   (Person)<-[:SAME_AS]-(another record)     (Person)-[:NOT_SAME_AS]-(somebody else)
//
// params: id
// returns: id, name, activeFrom, activeUntil, holds, knownAs, workerIds, logins, employments, said
// access: read
MATCH (p:Person {id: $id})
RETURN p.id AS id, coalesce(p.name, p.id) AS name, p.activeFrom AS activeFrom, p.activeUntil AS activeUntil,
  COUNT { (p)<-[:OWNED_BY]-(:Authorization) } AS holds,
  head(COLLECT { MATCH (p)-[:SAME_AS]->(q:Person) RETURN {id: q.id, name: coalesce(q.name, q.id)} }) AS knownAs,
  COLLECT { MATCH (i:Identifier)-[b:BELONGS_TO]->(p) WHERE NOT i:Account
    OPTIONAL MATCH (origin:Person {id: b.movedFrom})
    RETURN b {.evidence, .evidenceKey, key: i.key, since: b.validFrom, movedFrom: origin.name} ORDER BY i.key } AS workerIds,
  COLLECT { MATCH (a:Account)-[:BELONGS_TO]->(p) RETURN a.key ORDER BY a.key } AS logins,
  COLLECT { MATCH (p)-[:HAS_EMPLOYMENT]->(e:Employment)
    RETURN e {.key, .name, .email, .workerType, .startDate, .endDate, workerId: e.source + '/' + e.workerId} AS found
    ORDER BY e.startsAt, e.key } AS employments,
  COLLECT { MATCH (p)<-[:SAME_AS*0..20]-(x:Person)
    MATCH (x)-[r:SAME_AS|SAME_AS_RECORD|NOT_SAME_AS|NOT_SAME_AS_RECORD]-(y:Person)
    WITH DISTINCT r, startNode(r) AS one, endNode(r) AS other ORDER BY r.recordedIn, r.supersededIn
    RETURN r {.by, .reason, .endedBy, .endedReason, kind: type(r), since: r.validFrom, until: r.validTo,
      one: {name: coalesce(one.name, one.id), key: head(COLLECT {
        MATCH (i:Identifier)-[b:BELONGS_TO|BELONGS_TO_RECORD]->(one) WHERE b.movedIn IS NULL
        RETURN i.key ORDER BY i.key LIMIT 1 })},
      other: {name: coalesce(other.name, other.id), key: head(COLLECT {
        MATCH (i:Identifier)-[b:BELONGS_TO|BELONGS_TO_RECORD]->(other) WHERE b.movedIn IS NULL
        RETURN i.key ORDER BY i.key LIMIT 1 })}} } AS said
