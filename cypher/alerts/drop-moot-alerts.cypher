// Why: nobody wants to hear of a condition that came and went between two passes, of the end of
//   something they were never told, or of the same thing twice.
// Guarantee: idempotent; to be run after lock-batching in the same transaction. Moot become
//   - both alerts of a finding that opened and cleared while neither was batched;
//   - a 'cleared' whose 'opened' was never told and never will be (moot, dead, or not there);
//   - an 'opened' when another one of the same finding is older or was told.
//   toldOn: a released digest's alert is pending again and yet was told to somebody.
// Hazard: the others are expanded from the finding without a label on purpose. With one, a plan that
//   was made while few alerts were pending seeks them by state again for every row: 5,000 alerts took
//   139 s instead of 0.3 s.
//
//   (opened {pending}) -TELLS-> (Finding) <-TELLS- (cleared {pending})     both: moot
//
// params: now (epoch ms)
// returns: moot (how many)
// access: write
MATCH (alert:Alert {state: 'pending'})-[:TELLS]->(finding:Finding)
WITH alert, [(finding)<-[:TELLS]-(other) WHERE other <> alert | other] AS others
WITH alert,
  any(other IN others WHERE other.kind = 'opened'
    AND (other.state IN ['batched', 'sent'] OR size(coalesce(other.toldOn, [])) > 0)) AS isTold,
  any(other IN others WHERE other.kind = 'cleared' AND other.state = 'pending') AS isClearing,
  any(other IN others WHERE other.kind = alert.kind AND other.state = 'pending'
    AND (other.createdAt < alert.createdAt
      OR (other.createdAt = alert.createdAt AND other.id < alert.id))) AS isRepeated
WHERE isRepeated
  OR (alert.kind = 'opened' AND (isTold OR isClearing))
  OR (alert.kind = 'cleared' AND NOT isTold)
WITH collect(alert) AS alerts
FOREACH (alert IN alerts |
  SET alert.state = 'moot', alert.settledAt = datetime({epochMillis: $now}))
RETURN size(alerts) AS moot
