// Why: logins, memberships and agents of directories; the link from an identifier to its person is one current edge.
//   An Account is an Identifier too: both are looked up by one key, whoever refers to them. `part` cuts what a
//   source has into 256 parts of equal size, each compared on its own, so that memory stays flat.
// Guarantee: forward only, safe to run again at every start.
CREATE CONSTRAINT account_key IF NOT EXISTS FOR (n:Account) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT belongs_to_key IF NOT EXISTS FOR ()-[r:BELONGS_TO]-() REQUIRE r.key IS UNIQUE;
CREATE INDEX employment_part IF NOT EXISTS FOR (n:Employment) ON (n.part);
CREATE INDEX account_part IF NOT EXISTS FOR (n:Account) ON (n.part);
CREATE INDEX account_email IF NOT EXISTS FOR (n:Account) ON (n.email);
CREATE INDEX account_login IF NOT EXISTS FOR (n:Account) ON (n.login);
CREATE INDEX account_version_email IF NOT EXISTS FOR (n:AccountVersion) ON (n.email);
CREATE INDEX account_version_login IF NOT EXISTS FOR (n:AccountVersion) ON (n.login);
CREATE INDEX account_waiting IF NOT EXISTS FOR (n:Account) ON (n.waiting);
CREATE INDEX account_unlinked IF NOT EXISTS FOR (n:Account) ON (n.unlinked);
CREATE INDEX account_unprojected IF NOT EXISTS FOR (n:Account) ON (n.unprojectedIn);
CREATE INDEX account_disputed IF NOT EXISTS FOR (n:Account) ON (n.disputed);
CREATE INDEX account_expiry IF NOT EXISTS FOR (n:Account) ON (n.linkExpiresAt);
CREATE INDEX member_of_part IF NOT EXISTS FOR ()-[r:MEMBER_OF]-() ON (r.part);
CREATE INDEX team_source IF NOT EXISTS FOR (n:Team) ON (n.source);
