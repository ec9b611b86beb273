// Why: a person is the projection of their employments: questions about today read the person.
// Guarantee: reads all employments of the person, so the order in which records came does not matter (T).
//   The tenure in force decides; else the next to begin; else the last to have ended. Sets only what differs.
//   Locks each person: whoever is giving them a duty right now finishes first or starts anew.
// params: run, at, ids
// returns: id, changed
// access: write
UNWIND $ids AS id
MATCH (p:Person {id: id})-[:HAS_EMPLOYMENT]->(e:Employment)
WITH p, e,
  CASE WHEN e.startsAt > $at THEN 1 WHEN e.endsAt IS NULL OR e.endsAt > $at THEN 0 ELSE 2 END AS phase
ORDER BY phase, e.startsAt DESC, e.key
WITH p, collect({phase: phase, e: e}) AS all
WITH p, [x IN all WHERE x.phase = all[0].phase | x.e] AS best, all[0].phase AS phase
WITH p,
  CASE phase WHEN 1 THEN best[-1] ELSE best[0] END AS main,
  reduce(least = best[0].startsAt, e IN best | CASE WHEN e.startsAt < least THEN e.startsAt ELSE least END) AS activeFrom,
  CASE WHEN any(e IN best WHERE e.endsAt IS NULL) THEN null
    ELSE reduce(most = best[0].endsAt, e IN best | CASE WHEN e.endsAt > most THEN e.endsAt ELSE most END) END AS activeUntil,
  any(e IN best WHERE e.workerType <> 'service') AS human
WITH p, {name: main.name, email: main.email, login: main.login, activeFrom: activeFrom,
  activeUntil: activeUntil, human: human} AS next
WITH p, next,
  p.name IS NULL OR p.name <> next.name
  OR coalesce(p.email, '') <> coalesce(next.email, '') OR coalesce(p.login, '') <> coalesce(next.login, '')
  OR p.activeFrom <> next.activeFrom OR p.human <> next.human
  OR (p.activeUntil IS NULL) <> (next.activeUntil IS NULL)
  OR coalesce(p.activeUntil <> next.activeUntil, false) AS changed
REMOVE p.lock
FOREACH (_ IN CASE WHEN changed THEN [1] ELSE [] END | SET p += next, p.recordedIn = $run)
RETURN p.id AS id, changed
