// Why: which agents of directories go by these ids; several may share one, such as that of an application.
// Guarantee: each once; by key.
// params: identifiers
// returns: key
// access: read
UNWIND $identifiers AS identifier
MATCH (:AgentIdentifier {key: identifier})<-[:KNOWN_AS]-(i:AgentIdentity)
RETURN DISTINCT i.key AS key ORDER BY key
