// Why: the story of a team in two times: its name, what it was part of, who led it; what was true from when to when, and
//   which run made it known or gave it up.
// Guarantee: at most `limit` rows of a kind, newest first; beliefs that were given up are among them. A team that is
//   gone at its source ends there.
// params: key, limit
// returns: kind, about, name, word, basis, because, reasons, validFrom, validTo, recordedIn, supersededIn
// access: read
MATCH (t:Team {key: $key})
CALL (t) {
  WITH t AS v WHERE v.validFrom IS NOT NULL
  RETURN 'named' AS kind, v.key AS about, v.name AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.removedAt AS validTo, v.recordedIn AS recordedIn, null AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (t)<-[:VERSION_OF]-(v:TeamVersion)
  RETURN 'named' AS kind, t.key AS about, v.name AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, coalesce(v.removedAt, v.validTo) AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (t)-[v:PART_OF|PART_OF_RECORD]->(o:Team)
  RETURN 'partOf' AS kind, o.key AS about, o.name AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (t)<-[v:PART_OF|PART_OF_RECORD]-(o:Team)
  RETURN 'contains' AS kind, o.key AS about, o.name AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (t)<-[v:HEADS|HEADS_RECORD]-(p:Person)
  RETURN 'head' AS kind, p.id AS about, p.name AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
  UNION ALL
  MATCH (t)<-[v:DEPUTY_OF|DEPUTY_OF_RECORD]-(p:Person)
  RETURN 'deputy' AS kind, p.id AS about, p.name AS name, null AS word, null AS basis, null AS because,
    [] AS reasons, v.validFrom AS validFrom, v.validTo AS validTo, v.recordedIn AS recordedIn, v.supersededIn AS supersededIn
    ORDER BY validFrom DESC, recordedIn DESC LIMIT $limit
}
RETURN kind, about, name, word, basis, because, reasons, validFrom, validTo, recordedIn, supersededIn
ORDER BY validFrom DESC, recordedIn DESC
