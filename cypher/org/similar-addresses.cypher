// Why: an unknown address is most often a typing error; the nearest known ones are offered.
// Guarantee: indexed prefix look-up, at most 40 rows.
// params: prefix
// returns: address
// access: read
CALL () {
  MATCH (e:Employment) WHERE e.email STARTS WITH $prefix RETURN e.email AS address LIMIT 20
  UNION
  MATCH (e:Employment) WHERE e.login STARTS WITH $prefix RETURN e.login AS address LIMIT 20
}
RETURN address
