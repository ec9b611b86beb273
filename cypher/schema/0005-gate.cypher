// Why: one plan of a source waits at a time; what a source took away lately is summed in every run of it; logins that
//   a sweep lacked are asked for again.
// Guarantee: forward only, safe to run again at every start.
CREATE CONSTRAINT plan_id IF NOT EXISTS FOR (n:Plan) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT plan_open_key IF NOT EXISTS FOR (n:Plan) REQUIRE n.openKey IS UNIQUE;
CREATE INDEX plan_held_in IF NOT EXISTS FOR (n:Plan) ON (n.heldIn);
CREATE INDEX run_took_away IF NOT EXISTS FOR (n:Run) ON (n.tookFrom, n.openedAt);
CREATE INDEX account_absent IF NOT EXISTS FOR (n:Account) ON (n.absentSince);
