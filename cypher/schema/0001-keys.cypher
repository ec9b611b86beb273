// Why: every label has one unique key and every current edge one unique key, so that two writers who
//   both check and then create can never double anything. Community edition: uniqueness only;
//   required fields are the business of the contracts in src/graph/queries.
// Guarantee: forward only, safe to run again at every start.
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT identifier_key IF NOT EXISTS FOR (n:Identifier) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT employment_key IF NOT EXISTS FOR (n:Employment) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT team_key IF NOT EXISTS FOR (n:Team) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT position_key IF NOT EXISTS FOR (n:Position) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT agent_id IF NOT EXISTS FOR (n:Agent) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT agent_revision_key IF NOT EXISTS FOR (n:AgentRevision) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT decision_class_id IF NOT EXISTS FOR (n:DecisionClass) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT decision_class_revision_key IF NOT EXISTS FOR (n:DecisionClassRevision) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT authorization_key IF NOT EXISTS FOR (n:Authorization) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT ownership_id IF NOT EXISTS FOR (n:Ownership) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT standing_id IF NOT EXISTS FOR (n:Standing) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT signature_id IF NOT EXISTS FOR (n:Signature) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT authority_limit_key IF NOT EXISTS FOR (n:AuthorityLimit) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT org_change_id IF NOT EXISTS FOR (n:OrgChange) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT document_key IF NOT EXISTS FOR (n:Document) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT finding_id IF NOT EXISTS FOR (n:Finding) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT finding_open_key IF NOT EXISTS FOR (n:Finding) REQUIRE n.openKey IS UNIQUE;
CREATE CONSTRAINT alert_id IF NOT EXISTS FOR (n:Alert) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT digest_id IF NOT EXISTS FOR (n:Digest) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT run_number IF NOT EXISTS FOR (n:Run) REQUIRE n.number IS UNIQUE;
CREATE CONSTRAINT sequence_key IF NOT EXISTS FOR (n:Sequence) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT lease_key IF NOT EXISTS FOR (n:Lease) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT source_id IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT reports_to_key IF NOT EXISTS FOR ()-[r:REPORTS_TO]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT member_of_key IF NOT EXISTS FOR ()-[r:MEMBER_OF]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT holds_key IF NOT EXISTS FOR ()-[r:HOLDS]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT heads_key IF NOT EXISTS FOR ()-[r:HEADS]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT deputy_of_key IF NOT EXISTS FOR ()-[r:DEPUTY_OF]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT part_of_key IF NOT EXISTS FOR ()-[r:PART_OF]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT owned_by_key IF NOT EXISTS FOR ()-[r:OWNED_BY]-() REQUIRE r.key IS UNIQUE;
