// Why: a named person decides on exactly what was shown; only held plans are kept.
// Guarantee: one open plan of a source (unique `openKey`): an older one is outdated in the same statement. The plan's
//   own properties never change, only what was decided about it.
// params: plan
// returns: id
// access: write
OPTIONAL MATCH (old:Plan {openKey: $plan.source})
FOREACH (_ IN CASE WHEN old IS NULL THEN [] ELSE [1] END |
  SET old.state = 'outdated', old.closedIn = $plan.heldIn
  REMOVE old.openKey)
WITH count(*) AS one
CREATE (p:Plan)
SET p = $plan, p.state = 'held', p.openKey = $plan.source
RETURN p.id AS id
