// Why: an agent from which others were made is a blueprint: it decides nothing itself.
// Guarantee: of these ids those that some agent names as its blueprint; agents in `except` are left out, because a
//   plan knows better about them. Indexed.
// params: identifiers, except
// returns: identifier
// access: read
UNWIND $identifiers AS identifier
WITH identifier
WHERE EXISTS { MATCH (i:AgentIdentity {blueprintRef: identifier}) WHERE NOT i.key IN $except }
RETURN identifier
