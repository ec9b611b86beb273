// Why: how long an authorization stood without a living owner can only be told from all who answered for it, as it is
//   believed now: somebody else may have answered all the time.
// Guarantee: one row per known key. Of who left, the first belief that this employment ends then says when the source
//   told; standings are those that were shown, so those that were given up since are told too, but none that its own
//   run gave up.
//
//   (Authorization)<-[:OWNERSHIP_OF]-(Ownership)-[:HELD_BY]->(Person)-[:HAS_EMPLOYMENT]->(Employment)<-[:VERSION_OF]-(…)
//
// params: keys
// returns: key, agentTitle, classTitle, stretches, standings
// access: read
UNWIND $keys AS key
MATCH (a:Authorization {key: key})
MATCH (a)-[:FOR]->(g:Agent)
MATCH (a)-[:OF]->(c:DecisionClass)
RETURN key, g.title AS agentTitle, c.title AS classTitle,
  COLLECT { MATCH (a)<-[:OWNERSHIP_OF]-(o:Ownership)-[:HELD_BY]->(:Person)-[:SAME_AS*0..20]->(p:Person)
    WHERE o.supersededIn IS NULL AND NOT EXISTS { (p)-[:SAME_AS]->(:Person) }
    MATCH (r:Run {number: o.recordedIn})
    CALL (o, p, r) {
      MATCH (p)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.endsAt = o.validTo RETURN e.recordedIn AS told
      UNION
      MATCH (p)-[:HAS_EMPLOYMENT]->(:Employment)<-[:VERSION_OF]-(v:EmploymentVersion) WHERE v.endsAt = o.validTo
      RETURN v.recordedIn AS told
      UNION
      WITH r RETURN r.number AS told
    }
    WITH o, p, r, min(told) AS told
    MATCH (t:Run {number: told})
    RETURN {personId: p.id, name: p.name, from: o.validFrom, to: o.validTo, endedBecause: o.endedBecause,
      endedIn: r {.number, .kind, .source, .act, .operator, .closedAt, at: r.openedAt},
      toldIn: t {.number, .kind, .source, .act, .operator, .closedAt, at: t.openedAt}}
    ORDER BY o.validFrom, p.id } AS stretches,
  COLLECT { MATCH (a)<-[:STANDING_OF]-(s:Standing) WHERE s.validTo IS NULL AND coalesce(s.supersededIn <> s.recordedIn, true)
    OPTIONAL MATCH (n:Run {number: s.supersededIn})
    RETURN {standing: s.standing, from: s.validFrom, to: n.openedAt} ORDER BY s.validFrom, s.recordedIn } AS standings
