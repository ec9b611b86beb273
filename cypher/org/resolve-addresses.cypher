// Why: people are written as people write, by e-mail or login; an address is resolved once, to the person
//   who held it on a date, and pinned.
//   A login's address means its person while they work here; that of a machine or mailbox means nobody (Q5).
// Guarantee: every person who ever held it, with since when and until when (employment in force and this
//   version believed); the caller decides. Indexed on both properties, present and past.
// params: rows [{address, at}]
// returns: address, at, candidates
// access: read
UNWIND $rows AS row
CALL (row) {
  MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.email = row.address
  RETURN p, e.key AS record, e.startsAt AS startsAt, e.endsAt AS endsAt, e.workerType AS workerType, e.validFrom AS validFrom, null AS validTo
  UNION
  MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE e.login = row.address
  RETURN p, e.key AS record, e.startsAt AS startsAt, e.endsAt AS endsAt, e.workerType AS workerType, e.validFrom AS validFrom, null AS validTo
  UNION
  MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment)<-[:VERSION_OF]-(v:EmploymentVersion)
  WHERE v.email = row.address AND v.supersededIn IS NULL
  RETURN p, e.key AS record, v.startsAt AS startsAt, v.endsAt AS endsAt, v.workerType AS workerType, v.validFrom AS validFrom, v.validTo AS validTo
  UNION
  MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment)<-[:VERSION_OF]-(v:EmploymentVersion)
  WHERE v.login = row.address AND v.supersededIn IS NULL
  RETURN p, e.key AS record, v.startsAt AS startsAt, v.endsAt AS endsAt, v.workerType AS workerType, v.validFrom AS validFrom, v.validTo AS validTo
  UNION
  MATCH (a:Account) WHERE a.email = row.address
  OPTIONAL MATCH (a)-[:BELONGS_TO]->(p:Person)
  WITH a, p WHERE p IS NOT NULL OR a.nature = 'service'
  RETURN p, a.key AS record, coalesce(p.activeFrom, a.validFrom) AS startsAt, p.activeUntil AS endsAt,
    CASE WHEN p IS NULL THEN 'service' ELSE 'employee' END AS workerType, a.validFrom AS validFrom, null AS validTo
  UNION
  MATCH (a:Account) WHERE a.login = row.address
  OPTIONAL MATCH (a)-[:BELONGS_TO]->(p:Person)
  WITH a, p WHERE p IS NOT NULL OR a.nature = 'service'
  RETURN p, a.key AS record, coalesce(p.activeFrom, a.validFrom) AS startsAt, p.activeUntil AS endsAt,
    CASE WHEN p IS NULL THEN 'service' ELSE 'employee' END AS workerType, a.validFrom AS validFrom, null AS validTo
  UNION
  MATCH (v:AccountVersion)-[:VERSION_OF]->(a:Account)-[:BELONGS_TO]->(p:Person)
  WHERE v.email = row.address AND v.supersededIn IS NULL
  RETURN p, a.key AS record, p.activeFrom AS startsAt, p.activeUntil AS endsAt, 'employee' AS workerType,
    v.validFrom AS validFrom, v.validTo AS validTo
  UNION
  MATCH (v:AccountVersion)-[:VERSION_OF]->(a:Account)-[:BELONGS_TO]->(p:Person)
  WHERE v.login = row.address AND v.supersededIn IS NULL
  RETURN p, a.key AS record, p.activeFrom AS startsAt, p.activeUntil AS endsAt, 'employee' AS workerType,
    v.validFrom AS validFrom, v.validTo AS validTo
}
RETURN row.address AS address, row.at AS at,
  collect({personId: coalesce(p.id, record), record: record, name: coalesce(p.name, row.address), startsAt: startsAt, endsAt: endsAt, workerType: workerType,
    validFrom: validFrom, validTo: validTo}) AS candidates
