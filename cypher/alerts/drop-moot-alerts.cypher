// Why: nobody wants to hear of a condition that came and went between two passes, of the end of
//   something they were never told, or of the same thing twice.
// Guarantee: idempotent; to be run after lock-batching in the same transaction. Moot become
//   - both alerts of a finding that opened and cleared while neither was batched;
//   - a 'cleared' whose 'opened' was never told and never will be (moot, dead, or not there);
//   - an 'opened' when another one of the same finding is older or was told.
//   toldOn: a released digest's alert is pending again and yet was told to somebody.
//
//   (opened {pending}) -TELLS-> (Finding) <-TELLS- (cleared {pending})     both: moot
//
// params: now (epoch ms)
// returns: moot (how many)
// access: write
MATCH (alert:Alert {state: 'pending'})-[:TELLS]->(finding:Finding)
WITH alert, finding,
  EXISTS {
    MATCH (finding)<-[:TELLS]-(opened:Alert {kind: 'opened'})
    WHERE opened <> alert
      AND (opened.state IN ['batched', 'sent'] OR size(coalesce(opened.toldOn, [])) > 0)
  } AS isTold,
  EXISTS { MATCH (finding)<-[:TELLS]-(:Alert {kind: 'cleared', state: 'pending'}) } AS isClearing,
  EXISTS {
    MATCH (finding)<-[:TELLS]-(twin:Alert {kind: alert.kind, state: 'pending'})
    WHERE twin.createdAt < alert.createdAt
      OR (twin.createdAt = alert.createdAt AND twin.id < alert.id)
  } AS isRepeated
WHERE isRepeated
  OR (alert.kind = 'opened' AND (isTold OR isClearing))
  OR (alert.kind = 'cleared' AND NOT isTold)
WITH collect(alert) AS alerts
FOREACH (alert IN alerts |
  SET alert.state = 'moot', alert.settledAt = datetime({epochMillis: $now}))
RETURN size(alerts) AS moot
