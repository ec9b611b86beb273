// Why: what has to be told, and who leads the decision class it is about. Whether the lead may be
//   told is decided at send time by read-recipients.
// Guarantee: oldest first. A 'cleared' waits until its 'opened' has been told on some channel.
//   toldOn: channels that told an earlier recipient, who left before the rest was sent.
//   leadId is null when the finding has no class or the class no lead. nobodyAt: when the log last
//   said that there is nobody to tell.
// Hazard: inner ends carry no label, so that no plan can seek them by an index (drop-moot-alerts).
// params: limit
// returns: alertId, kind, leadId, toldOn, nobodyAt (epoch ms or null)
// access: read
MATCH (alert:Alert {state: 'pending'})-[:TELLS]->(finding:Finding)
WHERE alert.kind = 'opened'
  OR EXISTS {
    MATCH (finding)<-[:TELLS]-(opened)
    WHERE opened.kind = 'opened' AND (opened.state = 'sent' OR size(coalesce(opened.toldOn, [])) > 0
      OR EXISTS {
        MATCH (opened)-[:IN_DIGEST]->(digest)
        WHERE size(digest.sentChannels) > 0
      })
  }
WITH alert, finding
ORDER BY alert.createdAt, alert.id
LIMIT $limit
OPTIONAL MATCH (:DecisionClass {id: finding.decisionClassId})-[:LED_BY]->(lead:Person)
WITH alert, min(lead.id) AS leadId
ORDER BY alert.createdAt, alert.id
RETURN alert.id AS alertId, alert.kind AS kind, leadId AS leadId,
  coalesce(alert.toldOn, []) AS toldOn, alert.nobodyAt.epochMillis AS nobodyAt
