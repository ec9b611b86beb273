// Why: who is known as somebody else from now on leads, built and stands by under that record.
// Guarantee: what was there stays as a record of its type; the new edge says where it came from. A successor who was
//   named twice keeps the better rank.
// params: run, fromId, toId
// returns: successors, classes, agents
// access: write
MATCH (was:Person {id: $fromId})
MATCH (p:Person {id: $toId})
CALL (was, p) {
  MATCH (was)<-[r:NAMES_SUCCESSOR]-(a:Authorization)
  OPTIONAL MATCH (a)-[own:NAMES_SUCCESSOR]->(p)
  CREATE (a)-[past:NAMES_SUCCESSOR_RECORD]->(was)
  SET past = properties(r), past.supersededIn = $run
  FOREACH (o IN CASE WHEN own IS NULL THEN [] ELSE [own] END |
    CREATE (a)-[other:NAMES_SUCCESSOR_RECORD]->(p)
    SET other = properties(o), other.supersededIn = $run)
  WITH a, p, r, own, CASE WHEN own.rank < r.rank THEN own.rank ELSE r.rank END AS rank
  DELETE r, own
  WITH a, p, rank
  CREATE (a)-[n:NAMES_SUCCESSOR {rank: rank, recordedIn: $run, movedFrom: $fromId, movedIn: $run}]->(p)
  RETURN collect(a.key) AS successors
}
CALL (was, p) {
  MATCH (was)<-[r:LED_BY]-(c:DecisionClass)
  CREATE (c)-[past:LED_BY_RECORD]->(was)
  SET past = properties(r), past.supersededIn = $run
  WITH c, p, r
  DELETE r
  WITH c, p
  CREATE (c)-[:LED_BY {recordedIn: $run, movedFrom: $fromId, movedIn: $run}]->(p)
  RETURN collect(c.id) AS classes
}
CALL (was, p) {
  MATCH (was)<-[r:BUILT_BY]-(g:Agent)
  CREATE (g)-[past:BUILT_BY_RECORD]->(was)
  SET past = properties(r), past.supersededIn = $run
  WITH g, p, r
  DELETE r
  WITH g, p
  CREATE (g)-[:BUILT_BY {recordedIn: $run, movedFrom: $fromId, movedIn: $run}]->(p)
  RETURN collect(g.id) AS agents
}
RETURN successors, classes, agents
