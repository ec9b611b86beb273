// Why: findings keep ids only, so that an erasure or a marriage never leaves an old name in a message;
//   the names, owners and deadlines are those of the moment it is sent.
// Guarantee: one row per item, whatever of it exists. owners are those who answer and work here at
//   $now, the owner before who acts for them before co-owners. Every look-up is by a unique key.
//
//   (Authorization) -OWNED_BY-> (Person)     (Person leaver) -HAS_EMPLOYMENT-> (zone of the last day)
//
// params: items [{alertId, authorizationKey, agentId, decisionClassId, leaverId, holderId, teamKey}],
//   now (epoch ms)
// returns: alertId, agentId, agentTitle, decisionClassId, decisionClassTitle, criteriaText, standing,
//   deadlineAt, owners [{name, role, basis}], leaverName, leaverUntil (epoch ms or null), leaverZone,
//   leaveEndsAt (epoch ms or null), holderName, teamName
// access: read
WITH datetime({epochMillis: $now}) AS now
UNWIND $items AS item
OPTIONAL MATCH (authorization:Authorization {key: item.authorizationKey})
OPTIONAL MATCH (agent:Agent {id: coalesce(authorization.agentId, item.agentId)})
OPTIONAL MATCH (class:DecisionClass {
  id: coalesce(authorization.decisionClassId, item.decisionClassId)
})
OPTIONAL MATCH (leaver:Person {id: item.leaverId})
OPTIONAL MATCH (holder:Person {id: item.holderId})
OPTIONAL MATCH (team:Team {key: item.teamKey})
OPTIONAL MATCH (leaver)-[:HAS_EMPLOYMENT]->(job:Employment)
WITH now, item, authorization, agent, class, leaver, holder, team, job
ORDER BY job.startsAt DESC
WITH now, item, authorization, agent, class, leaver, holder, team, head(collect(job)) AS job
OPTIONAL MATCH (authorization)-[owned:OWNED_BY]->(owner:Person)
WHERE owner.activeFrom <= now AND (owner.activeUntil IS NULL OR now < owner.activeUntil)
WITH item, authorization, agent, class, leaver, holder, team, job, owned, owner
ORDER BY CASE owned.role WHEN 'owner' THEN 0 WHEN 'acting' THEN 1 ELSE 2 END, owner.id
WITH item, authorization, agent, class, leaver, holder, team, job,
  collect(CASE WHEN owner IS NULL THEN null
    ELSE {name: owner.name, role: owned.role, basis: owned.basis} END) AS owners
RETURN item.alertId AS alertId, agent.id AS agentId, agent.title AS agentTitle,
  class.id AS decisionClassId, class.title AS decisionClassTitle,
  class.criteriaText AS criteriaText, authorization.standing AS standing,
  authorization.deadlineAt.epochMillis AS deadlineAt, owners AS owners,
  leaver.name AS leaverName, leaver.activeUntil.epochMillis AS leaverUntil,
  job.zone AS leaverZone, job.leaveEndsAt.epochMillis AS leaveEndsAt,
  holder.name AS holderName, team.name AS teamName
