// Why: people name a person by id, worker id, login, e-mail address or the key of a login.
// Guarantee: one row for each identifier that leads to somebody, at most 40. `originId` is the record it belonged to
//   before the last merge (Q3): what tells two records of one person apart. `knownAsId` is not null for the id of a
//   record that is somebody else's now.
// params: key, address
// returns: id, name, key, originId, originName, knownAsId, createdIn, activeFrom, firstKey
// access: read
CALL () {
  MATCH (p:Person {id: $key}) RETURN p, null AS i
  UNION
  MATCH (i:Identifier {key: $key})-[:BELONGS_TO]->(p:Person) RETURN p, i
  UNION
  MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.email = $address
  MATCH (i:Identifier {key: e.source + '/' + e.workerId}) RETURN p, i
  UNION
  MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.login = $address
  MATCH (i:Identifier {key: e.source + '/' + e.workerId}) RETURN p, i
  UNION
  MATCH (i:Account)-[:BELONGS_TO]->(p:Person) WHERE i.email = $address RETURN p, i
  UNION
  MATCH (i:Account)-[:BELONGS_TO]->(p:Person) WHERE i.login = $address RETURN p, i
}
WITH DISTINCT p, i LIMIT 40
OPTIONAL MATCH (i)-[b:BELONGS_TO]->(p)
OPTIONAL MATCH (origin:Person {id: b.movedFrom})
OPTIONAL MATCH (p)-[:SAME_AS*1..20]->(known:Person) WHERE NOT EXISTS { (known)-[:SAME_AS]->(:Person) }
RETURN p.id AS id, coalesce(p.name, p.id) AS name, i.key AS key, coalesce(origin.id, p.id) AS originId,
  coalesce(origin.name, p.name, p.id) AS originName, known.id AS knownAsId, p.createdIn AS createdIn,
  p.activeFrom AS activeFrom,
  head(COLLECT { MATCH (one:Identifier)-[:BELONGS_TO]->(p) RETURN one.key ORDER BY one.key LIMIT 1 }) AS firstKey
ORDER BY id, key
