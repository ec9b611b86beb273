// Why: where a person stood at T, as it was known after a run: whom they reported to, teams, seats, what they led and
//   answered for.
// Guarantee: at most one row, none when nobody knew the person by then. Asked under a record that was known to be
//   somebody else's, it answers for that person. Reads current edges and records alike, only what was recorded in runs
//   up to `known` and not superseded by them (I6). What rests on an employment is named with it (`via`): whether that
//   was in force at T is for the caller to look up in `employments`.
//
//   (Team)<-[:MEMBER_OF|_RECORD]-(Employment)<-[:HAS_EMPLOYMENT|_RECORD]-(p)-[:REPORTS_TO|_RECORD]->(manager)
//   (Team)<-[:MEMBER_OF|_RECORD]-(Account)-[:BELONGS_TO|_RECORD]->(p)-[:HEADS|DEPUTY_OF|_RECORD]->(Team)
//
// params: id, at, known
// returns: id, name, activeUntil, managers, teams, positions, leads, holdings, employments
// access: read
MATCH (asked:Person {id: $id})
MATCH (asked)-[ones:SAME_AS|SAME_AS_RECORD*0..20]->(p:Person)
      WHERE all(x IN ones WHERE x.recordedIn <= $known AND (x.supersededIn IS NULL OR x.supersededIn > $known))
        AND NOT EXISTS { MATCH (p)-[y:SAME_AS|SAME_AS_RECORD]->(:Person) WHERE y.recordedIn <= $known AND (y.supersededIn IS NULL OR y.supersededIn > $known) }
WITH p, coalesce(head(COLLECT { MATCH (p)<-[:VERSION_OF]-(v:PersonVersion) WHERE v.supersededIn > $known
        WITH v ORDER BY v.supersededIn LIMIT 1 RETURN v {.name, .activeUntil} }), p {.name, .activeUntil}) AS person
WHERE coalesce(p.createdIn, p.recordedIn) <= $known
RETURN p.id AS id, person.name AS name, person.activeUntil AS activeUntil,
  COLLECT { MATCH (p)-[r:REPORTS_TO|REPORTS_TO_RECORD]->(m:Person)
    WHERE r.recordedIn <= $known AND (r.supersededIn IS NULL OR r.supersededIn > $known) AND r.validFrom <= $at AND (r.validTo IS NULL OR r.validTo > $at)
    RETURN {id: m.id, via: r.decidedBy} ORDER BY r.recordedIn DESC, m.id } AS managers,
  COLLECT { MATCH (p)-[h:HAS_EMPLOYMENT|HAS_EMPLOYMENT_RECORD]->(e:Employment)-[r:MEMBER_OF|MEMBER_OF_RECORD]->(t:Team)
    WHERE coalesce(h.recordedIn, 0) <= $known AND (h.supersededIn IS NULL OR h.supersededIn > $known)
      AND r.recordedIn <= $known AND (r.supersededIn IS NULL OR r.supersededIn > $known) AND r.validFrom <= $at AND (r.validTo IS NULL OR r.validTo > $at)
    RETURN DISTINCT {key: t.key, via: e.key, name: coalesce(
        head(COLLECT { MATCH (t)<-[:VERSION_OF]-(v:TeamVersion) WHERE v.recordedIn <= $known AND (v.supersededIn IS NULL OR v.supersededIn > $known) AND v.validTo > $at
          RETURN v.name ORDER BY v.validTo LIMIT 1 }),
        head(COLLECT { MATCH (t)<-[:VERSION_OF]-(v:TeamVersion)
          WHERE v.recordedIn <= $known AND v.supersededIn > $known AND v.validTo IS NULL
          RETURN v.name ORDER BY v.supersededIn LIMIT 1 }), t.name)} AS team ORDER BY team.key, team.via
    UNION
    MATCH (p)<-[b:BELONGS_TO|BELONGS_TO_RECORD]-(:Account)-[r:MEMBER_OF|MEMBER_OF_RECORD]->(t:Team)
    WHERE b.recordedIn <= $known AND (b.supersededIn IS NULL OR b.supersededIn > $known) AND r.recordedIn <= $known AND (r.supersededIn IS NULL OR r.supersededIn > $known) AND r.validFrom <= $at AND (r.validTo IS NULL OR r.validTo > $at)
    RETURN DISTINCT {key: t.key, via: null, name: coalesce(
        head(COLLECT { MATCH (t)<-[:VERSION_OF]-(v:TeamVersion) WHERE v.recordedIn <= $known AND (v.supersededIn IS NULL OR v.supersededIn > $known) AND v.validTo > $at
          RETURN v.name ORDER BY v.validTo LIMIT 1 }),
        head(COLLECT { MATCH (t)<-[:VERSION_OF]-(v:TeamVersion)
          WHERE v.recordedIn <= $known AND v.supersededIn > $known AND v.validTo IS NULL
          RETURN v.name ORDER BY v.supersededIn LIMIT 1 }), t.name)} AS team ORDER BY team.key } AS teams,
  COLLECT { MATCH (p)-[r:HOLDS|HOLDS_RECORD]->(s:Position)
    WHERE r.recordedIn <= $known AND (r.supersededIn IS NULL OR r.supersededIn > $known) AND r.validFrom <= $at AND (r.validTo IS NULL OR r.validTo > $at)
    RETURN DISTINCT {key: s.key, via: r.key} AS seat ORDER BY seat.key, seat.via } AS positions,
  COLLECT { MATCH (p)-[r:HEADS|HEADS_RECORD|DEPUTY_OF|DEPUTY_OF_RECORD]->(t:Team)
    WHERE r.recordedIn <= $known AND (r.supersededIn IS NULL OR r.supersededIn > $known) AND r.validFrom <= $at AND (r.validTo IS NULL OR r.validTo > $at)
    RETURN DISTINCT {key: t.key, as: CASE WHEN type(r) STARTS WITH 'HEADS' THEN 'head' ELSE 'deputy' END,
      name: coalesce(
        head(COLLECT { MATCH (t)<-[:VERSION_OF]-(v:TeamVersion) WHERE v.recordedIn <= $known AND (v.supersededIn IS NULL OR v.supersededIn > $known) AND v.validTo > $at
          RETURN v.name ORDER BY v.validTo LIMIT 1 }),
        head(COLLECT { MATCH (t)<-[:VERSION_OF]-(v:TeamVersion)
          WHERE v.recordedIn <= $known AND v.supersededIn > $known AND v.validTo IS NULL
          RETURN v.name ORDER BY v.supersededIn LIMIT 1 }), t.name)} AS team ORDER BY team.key, team.as } AS leads,
  COLLECT { MATCH (p)<-[ones:SAME_AS|SAME_AS_RECORD*0..20]-(:Person)<-[:HELD_BY]-(o:Ownership)-[:OWNERSHIP_OF]->(a:Authorization)
    WHERE all(x IN ones WHERE x.recordedIn <= $known AND (x.supersededIn IS NULL OR x.supersededIn > $known)) AND o.recordedIn <= $known AND (o.supersededIn IS NULL OR o.supersededIn > $known) AND o.validFrom <= $at AND (o.validTo IS NULL OR o.validTo > $at)
    RETURN DISTINCT {key: a.key, role: o.role, standing: head(COLLECT { MATCH (a)<-[:STANDING_OF]-(s:Standing)
      WHERE s.recordedIn <= $known AND (s.supersededIn IS NULL OR s.supersededIn > $known) AND s.validFrom <= $at AND (s.validTo IS NULL OR s.validTo > $at)
      RETURN s.standing ORDER BY s.recordedIn DESC, s.validFrom DESC LIMIT 1 })} AS held ORDER BY held.key } AS holdings,
  COLLECT { MATCH (p)-[h:HAS_EMPLOYMENT|HAS_EMPLOYMENT_RECORD]->(e:Employment)
    WHERE coalesce(h.recordedIn, 0) <= $known AND (h.supersededIn IS NULL OR h.supersededIn > $known)
    WITH DISTINCT e
    WITH head(COLLECT {
      MATCH (v:EmploymentVersion)-[:VERSION_OF]->(e)
      WHERE v.recordedIn <= $known AND (v.supersededIn IS NULL OR v.supersededIn > $known) AND v.validTo > $at
      WITH v ORDER BY v.validTo LIMIT 1 RETURN v {.key, .startDate, .endDate, .startsAt, .endsAt}
    }) AS ended, head(COLLECT {
      MATCH (v:EmploymentVersion)-[:VERSION_OF]->(e)
      WHERE v.recordedIn <= $known AND v.supersededIn > $known AND v.validTo IS NULL
      WITH v ORDER BY v.supersededIn LIMIT 1 RETURN v {.key, .startDate, .endDate, .startsAt, .endsAt}
    }) AS open, e
    WITH coalesce(ended, open, CASE WHEN e.recordedIn <= $known THEN e {.key, .startDate, .endDate, .startsAt, .endsAt} END) AS job
    WHERE job IS NOT NULL
    RETURN job ORDER BY job.startsAt, job.key } AS employments
