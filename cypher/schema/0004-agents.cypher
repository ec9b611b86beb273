// Why: agents as directories know them. A directory's agent and a registry document meet in an AgentIdentifier, so
//   that either may come first and one agent may be known by several ids; nothing is joined by name.
// Guarantee: forward only, safe to run again at every start.
CREATE CONSTRAINT agent_identity_key IF NOT EXISTS FOR (n:AgentIdentity) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT agent_identifier_key IF NOT EXISTS FOR (n:AgentIdentifier) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT known_as_key IF NOT EXISTS FOR ()-[r:KNOWN_AS]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT claims_key IF NOT EXISTS FOR ()-[r:CLAIMS]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT identity_of_key IF NOT EXISTS FOR ()-[r:IDENTITY_OF]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT sponsored_by_key IF NOT EXISTS FOR ()-[r:SPONSORED_BY]-() REQUIRE r.key IS UNIQUE;
CREATE INDEX agent_identity_source IF NOT EXISTS FOR (n:AgentIdentity) ON (n.source);
CREATE INDEX agent_identity_blueprint IF NOT EXISTS FOR (n:AgentIdentity) ON (n.blueprintRef);
CREATE INDEX agent_identity_unprojected IF NOT EXISTS FOR (n:AgentIdentity) ON (n.unprojectedIn);
CREATE INDEX agent_identity_sponsored IF NOT EXISTS FOR (n:AgentIdentity) ON (n.sponsored);
CREATE INDEX agent_identity_unregistered IF NOT EXISTS FOR (n:AgentIdentity) ON (n.unregistered);
