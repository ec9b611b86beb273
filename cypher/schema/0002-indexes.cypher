// Why: the look-ups that are not by key. Due times are indexed so that a scan for due work reads what
//   is due and not the history around it; references are indexed so that an edge can be projected when
//   its other end appears later (M6).
// Guarantee: forward only, safe to run again at every start.
CREATE INDEX employment_due IF NOT EXISTS FOR (n:Employment) ON (n.dueAt);
CREATE INDEX employment_waiting IF NOT EXISTS FOR (n:Employment) ON (n.waiting);
CREATE INDEX team_waiting IF NOT EXISTS FOR (n:Team) ON (n.waiting);
CREATE INDEX employment_email IF NOT EXISTS FOR (n:Employment) ON (n.email);
CREATE INDEX employment_login IF NOT EXISTS FOR (n:Employment) ON (n.login);
CREATE INDEX employment_version_email IF NOT EXISTS FOR (n:EmploymentVersion) ON (n.email);
CREATE INDEX employment_version_login IF NOT EXISTS FOR (n:EmploymentVersion) ON (n.login);
CREATE INDEX employment_unprojected IF NOT EXISTS FOR (n:Employment) ON (n.unprojectedIn);
CREATE INDEX team_unprojected IF NOT EXISTS FOR (n:Team) ON (n.unprojectedIn);
CREATE INDEX authorization_due IF NOT EXISTS FOR (n:Authorization) ON (n.dueAt);
CREATE INDEX authorization_unsettled IF NOT EXISTS FOR (n:Authorization) ON (n.unsettledIn);
CREATE INDEX authorization_standing IF NOT EXISTS FOR (n:Authorization) ON (n.standing);
CREATE INDEX document_source IF NOT EXISTS FOR (n:Document) ON (n.source);
CREATE INDEX authority_limit_document IF NOT EXISTS FOR (n:AuthorityLimit) ON (n.document);
CREATE INDEX finding_state IF NOT EXISTS FOR (n:Finding) ON (n.state);
CREATE INDEX finding_subject IF NOT EXISTS FOR (n:Finding) ON (n.subjectKey);
CREATE INDEX alert_state IF NOT EXISTS FOR (n:Alert) ON (n.state);
CREATE INDEX digest_state IF NOT EXISTS FOR (n:Digest) ON (n.state);
CREATE INDEX run_open IF NOT EXISTS FOR (n:Run) ON (n.state);
