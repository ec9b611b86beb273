// Why: what the merge moved of leading, building and standing by goes back, as it was (Q3).
// Guarantee: exactly what the act `movedIn` moved and nobody has changed since: an edge that a document has replaced
//   does not carry its mark any more and stays (`staying` of them). The belief of the time between stays as a record.
// params: run, fromId, toId, movedIn
// returns: successors, classes, agents, staying
// access: write
MATCH (held:Person {id: $fromId})
MATCH (home:Person {id: $toId})
CALL (held, home) {
  MATCH (held)<-[n:NAMES_SUCCESSOR {movedFrom: $toId, movedIn: $movedIn}]-(a:Authorization)
  CREATE (a)-[between:NAMES_SUCCESSOR_RECORD]->(held)
  SET between = properties(n), between.supersededIn = $run
  WITH a, n, held, home
  DELETE n
  WITH DISTINCT a, held, home
  MATCH (a)-[past:NAMES_SUCCESSOR_RECORD {supersededIn: $movedIn}]->(q:Person) WHERE q IN [held, home]
  CREATE (a)-[back:NAMES_SUCCESSOR]->(q)
  SET back = properties(past), back.recordedIn = $run
  REMOVE back.supersededIn
  RETURN collect(DISTINCT a.key) AS successors
}
CALL (held, home) {
  MATCH (held)<-[n:LED_BY {movedFrom: $toId, movedIn: $movedIn}]-(c:DecisionClass)
  CREATE (c)-[between:LED_BY_RECORD]->(held)
  SET between = properties(n), between.supersededIn = $run
  WITH c, n, home
  DELETE n
  WITH c, home
  MATCH (c)-[past:LED_BY_RECORD {supersededIn: $movedIn}]->(home)
  CREATE (c)-[back:LED_BY]->(home)
  SET back = properties(past), back.recordedIn = $run
  REMOVE back.supersededIn
  RETURN collect(c.id) AS classes
}
CALL (held, home) {
  MATCH (held)<-[n:BUILT_BY {movedFrom: $toId, movedIn: $movedIn}]-(g:Agent)
  CREATE (g)-[between:BUILT_BY_RECORD]->(held)
  SET between = properties(n), between.supersededIn = $run
  WITH g, n, home
  DELETE n
  WITH g, home
  MATCH (g)-[past:BUILT_BY_RECORD {supersededIn: $movedIn}]->(home)
  CREATE (g)-[back:BUILT_BY]->(home)
  SET back = properties(past), back.recordedIn = $run
  REMOVE back.supersededIn
  RETURN collect(g.id) AS agents
}
CALL (home) {
  MATCH (home)<-[past:NAMES_SUCCESSOR_RECORD|LED_BY_RECORD|BUILT_BY_RECORD {supersededIn: $movedIn}]-()
  RETURN count(past) AS moved
}
RETURN successors, classes, agents, moved - size(successors) - size(classes) - size(agents) AS staying
