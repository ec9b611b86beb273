// Why: people name a login by its key, its login name or its e-mail address.
// Guarantee: every match, at most 20, in order of key. `carries`: how many employments of its person this login tells
//   of, and `others` how many they have besides.
// params: key, address
// returns: key, name, login, status, nature, isWorkerId, disputed, notPersons, person, link, carries, others
// access: read
CALL () {
  MATCH (i:Identifier {key: $key}) RETURN i
  UNION
  MATCH (i:Account {login: $address}) RETURN i
  UNION
  MATCH (i:Account {email: $address}) RETURN i
}
WITH DISTINCT i ORDER BY i.key LIMIT 20
OPTIONAL MATCH (i)-[b:BELONGS_TO]->(p:Person)
RETURN i.key AS key, coalesce(i.name, i.key) AS name, i.login AS login, coalesce(i.status, 'unknown') AS status,
  coalesce(i.nature, 'human') AS nature, NOT i:Account AS isWorkerId, coalesce(i.disputed, false) AS disputed,
  coalesce(i.notPersons, []) AS notPersons,
  CASE WHEN p IS NULL THEN null ELSE p {.id, .name} END AS person,
  CASE WHEN b IS NULL THEN null ELSE b {.evidence, .expiresAt} END AS link,
  COUNT { (p)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.source + '/' + e.workerId = i.key } AS carries,
  COUNT { (p)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.source + '/' + e.workerId <> i.key } AS others
