// Why: heads, deputies and parents of teams, for the successor order.
// Guarantee: one row per known key. Members are a sample: that there is one is what matters (L12).
// params: keys
// returns: key, name, headId, deputyIds, parentKey, memberIds
// access: read
UNWIND $keys AS key
MATCH (t:Team {key: key})
RETURN t.key AS key, t.name AS name,
  head(COLLECT { MATCH (p:Person)-[:HEADS]->(t) RETURN p.id }) AS headId,
  COLLECT { MATCH (p:Person)-[:DEPUTY_OF]->(t) RETURN p.id ORDER BY p.id } AS deputyIds,
  head(COLLECT { MATCH (t)-[:PART_OF]->(parent:Team) RETURN parent.key }) AS parentKey,
  COLLECT { MATCH (t)<-[:MEMBER_OF]-(:Employment)<-[:HAS_EMPLOYMENT]-(p:Person) RETURN DISTINCT p.id LIMIT 25
    UNION MATCH (t)<-[:MEMBER_OF]-(:Account)-[:BELONGS_TO]->(p:Person) RETURN DISTINCT p.id LIMIT 25 } AS memberIds
