// Why: an unknown login or person is most often a typing error; the nearest known ones are offered.
// Guarantee: indexed prefix look-ups, at most 20 of a kind.
// params: prefix
// returns: name, isLogin
// access: read
CALL () {
  MATCH (i:Identifier) WHERE i.key STARTS WITH $prefix RETURN i.key AS name, i:Account AS isLogin LIMIT 20
  UNION
  MATCH (a:Account) WHERE a.login STARTS WITH $prefix RETURN a.login AS name, true AS isLogin LIMIT 20
  UNION
  MATCH (a:Account) WHERE a.email STARTS WITH $prefix RETURN a.email AS name, true AS isLogin LIMIT 20
  UNION
  MATCH (e:Employment) WHERE e.email STARTS WITH $prefix RETURN e.email AS name, false AS isLogin LIMIT 20
  UNION
  MATCH (e:Employment) WHERE e.login STARTS WITH $prefix RETURN e.login AS name, false AS isLogin LIMIT 20
}
RETURN name, isLogin
