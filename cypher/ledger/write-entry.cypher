// Why: what a transaction changed is written down in that same transaction, by ids and keys only (Q10).
// Guarantee: touches its own run and nothing that other writers touch, so that nobody waits. Once per id, also when a
//   commit whose answer was lost is done again. The run counts its entries: one that is deleted before it is
//   chained is missed.
// params: id, run, ordinal, at, kind, who, why, subject, plan, undoes, before, after, seal
// returns: id
// access: write
MATCH (r:Run {number: $run})
MERGE (e:LedgerEntry {id: $id})
  ON CREATE SET e.run = $run, e.ordinal = $ordinal, e.at = $at, e.kind = $kind, e.who = $who, e.why = $why,
    e.subject = $subject, e.plan = $plan, e.undoes = $undoes, e.before = $before, e.after = $after, e.seal = $seal,
    r.entries = coalesce(r.entries, 0) + 1, r.unchained = true
RETURN e.id AS id
