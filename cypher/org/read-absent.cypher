// Why: a record that is not listed any more is written like one that was listed with an end, so all of it is needed.
// Guarantee: one row per known key.
// params: keys
// returns: key, source, recordId, workerId, personId, roles, before
// access: read
UNWIND $keys AS key
MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment {key: key})
RETURN e.key AS key, e.source AS source, e.recordId AS recordId, e.workerId AS workerId, p.id AS personId,
  COUNT { (p)<-[:OWNED_BY]-(:Authorization) } AS roles,
  e {.name, .email, .login, .startDate, .endDate, .leaveFrom, .leaveTo,
    .zone, .startsAt, .endsAt, .leaveStartsAt, .leaveEndsAt, .workerType, .managerRef, .teamRef,
    .positionRef, .rank, .validFrom, .recordedIn} AS before
