// Why: the projection of today on the authorization itself, guarded by its revision.
// Guarantee: locks each authorization first; a row comes back only for those whose revision is still the
//   one that was planned on, and the caller rolls back when any is missing (F23, T). The mark of unsettled
//   work goes only if it is the one that was seen. A limit of its own that is replaced stays as an
//   AuthorizationVersion with when and in which run it ended.
// params: run, at, rows [{key, seenRevision, seenUnsettledIn, create, props}]
// returns: key
// access: write
UNWIND $rows AS row
MERGE (a:Authorization {key: row.key})
  ON CREATE SET a.revision = 0, a.createdIn = $run, a.agentId = row.create.agentId,
    a.decisionClassId = row.create.decisionClassId
REMOVE a.lock
WITH row, a
WHERE a.revision = row.seenRevision
FOREACH (_ IN CASE WHEN a.standing IS NOT NULL
    AND (coalesce(a.limitText, '') <> coalesce(row.props.limitText, '') OR coalesce(a.limits, '') <> coalesce(row.props.limits, ''))
    AND NOT EXISTS { (a)<-[:VERSION_OF]-(:AuthorizationVersion {supersededIn: $run}) } THEN [1] ELSE [] END |
  CREATE (v:AuthorizationVersion)-[:VERSION_OF]->(a)
  SET v = a {.limitText, .limits, validTo: $at, supersededIn: $run})
SET a += row.props, a.revision = a.revision + 1
FOREACH (_ IN CASE WHEN a.unsettledIn = row.seenUnsettledIn THEN [1] ELSE [] END | REMOVE a.unsettledIn)
RETURN a.key AS key
