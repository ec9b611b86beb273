// Why: a person is the projection of their employments: questions about today read the person.
//   Of several sources the most trusted one decides who works here (Q4); an address that it does not know is that
//   of a login.
// Guarantee: reads all employments of the person, so the order in which records came does not matter (T).
//   What is replaced stays as a PersonVersion, one for each run: as known at K is the one given up first after K.
//   The tenure in force decides; else the next to begin; else the last to have ended. Sets only what differs.
//   Locks each person before anything of them is read: whoever is writing another record of theirs, or giving them a
//   duty right now, finishes first or starts anew.
// params: run, at, ids
// returns: id, changed
// access: write
UNWIND $ids AS id
MATCH (p:Person {id: id})
REMOVE p.lock
WITH p
CALL (p) {
  MATCH (p)-[:HAS_EMPLOYMENT]->(x)
  WITH collect(x) AS all, min(x.rank) AS least
  UNWIND all AS x
  WITH x, least WHERE x.rank = least
  RETURN x AS e
}
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
WITH p, main, activeFrom, activeUntil, human,
  CASE WHEN main.email IS NULL OR main.login IS NULL THEN head(COLLECT {
    MATCH (p)<-[:BELONGS_TO]-(a:Account) WHERE a.status IN ['staged', 'active', 'suspended']
    RETURN a {.email, .login} AS found ORDER BY a.rank, a.key LIMIT 1 }) END AS login
WITH p, {name: main.name, email: coalesce(main.email, login.email), login: coalesce(main.login, login.login),
  activeFrom: activeFrom, activeUntil: activeUntil, human: human} AS next
WITH p, next,
  p.name IS NULL OR p.name <> next.name
  OR coalesce(p.email, '') <> coalesce(next.email, '') OR coalesce(p.login, '') <> coalesce(next.login, '')
  OR p.activeFrom <> next.activeFrom OR p.human <> next.human
  OR (p.activeUntil IS NULL) <> (next.activeUntil IS NULL)
  OR coalesce(p.activeUntil <> next.activeUntil, false) AS changed
FOREACH (_ IN CASE WHEN changed AND p.name IS NOT NULL
    AND NOT EXISTS { (p)<-[:VERSION_OF]-(:PersonVersion {supersededIn: $run}) } THEN [1] ELSE [] END |
  CREATE (v:PersonVersion)-[:VERSION_OF]->(p)
  SET v = p {.name, .email, .login, .activeFrom, .activeUntil, .human, supersededIn: $run})
FOREACH (_ IN CASE WHEN changed THEN [1] ELSE [] END | SET p += next, p.recordedIn = $run)
RETURN p.id AS id, changed
