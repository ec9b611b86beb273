// Why: each run counted its entries when it wrote them; one that is gone is missed here, chained or not (F45).
// Guarantee: runs in order of number, in pages; of closed ones only, since an open one goes on writing. Answers the
//   last number of the page, the runs where the two differ, and how many entries wait for their place.
// params: after, limit
// returns: last, differing, waiting
// access: read
MATCH (r:Run)
WHERE r.number > $after
WITH r ORDER BY r.number LIMIT $limit
WITH r, COUNT { MATCH (e:LedgerEntry) WHERE e.run = r.number AND e.ordinal >= 0 } AS found
RETURN max(r.number) AS last,
  collect(CASE WHEN r.state = 'closed' AND found <> coalesce(r.entries, 0)
    THEN {run: r.number, said: r.entries, found: found} END) AS differing,
  sum(CASE WHEN r.unchained AND r.state = 'closed' THEN found ELSE 0 END) AS waiting
