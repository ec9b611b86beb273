import { type Loader, uniqueness } from "./loader.js";
import { rowsOf } from "./same-rows.js";

/**
 * The rival that keeps what ours keeps of today: every field that a source tells, instants as DATETIME,
 * people, identifiers, employments, positions, teams, logins and their edges, found by address too. What it
 * has not is the rest of ours: validity and record time, what was known before, hashes, the ledger, anything
 * compared or checked. So it tells what history costs, where the lean one tells what the whole model costs.
 */
export const SAME_FACTS: Loader = {
  schema: [
    ...uniqueness(
      "SamePerson.id",
      "SameIdentifier.key",
      "SameEmployment.key",
      "SameTeam.key",
      "SamePosition.key",
      "SameLogin.key",
    ),
    ...["SameEmployment.email", "SameEmployment.login", "SameLogin.email", "SameLogin.login"].map(
      (name) => {
        const [label, property] = name.split(".");
        return `CREATE INDEX IF NOT EXISTS FOR (n:${label}) ON (n.${property})`;
      },
    ),
  ],
  loading: {
    people: `UNWIND $rows AS row
      MERGE (p:SamePerson {id: row.id})
      SET p += row.person
      MERGE (i:SameIdentifier {key: row.identifier})
      MERGE (i)-[b:SAME_BELONGS_TO]->(p)
      SET b.evidence = 'employment'
      MERGE (e:SameEmployment {key: row.key})
      SET e += row.employment
      MERGE (p)-[:SAME_HAS_EMPLOYMENT]->(e)`,
    teams: `UNWIND $rows AS row
      MERGE (t:SameTeam {key: row.key})
      SET t += row.props`,
    places: `UNWIND $rows AS row
      MATCH (e:SameEmployment {key: row.key})
      MATCH (t:SameTeam {key: row.team})
      MERGE (e)-[:SAME_MEMBER_OF]->(t)`,
    seats: `UNWIND $rows AS row
      MATCH (p:SamePerson {id: row.id})
      MERGE (s:SamePosition {key: row.position})
      SET s += row.props
      MERGE (p)-[:SAME_HOLDS]->(s)`,
    managers: `UNWIND $rows AS row
      MATCH (p:SamePerson {id: row.id})
      MATCH (m:SamePerson {id: row.manager})
      MERGE (p)-[r:SAME_REPORTS_TO]->(m)
      SET r.decidedBy = row.key`,
    // The hint is part of being careful: planned on few people, it takes eight times as long without.
    logins: `UNWIND $rows AS row
      MERGE (a:SameLogin {key: row.key})
      SET a += row.props
      WITH a, row WHERE row.claim IS NOT NULL
      MATCH (i:SameIdentifier {key: row.claim})-[:SAME_BELONGS_TO]->(p)
      USING INDEX SEEK i:SameIdentifier(key)
      SET p.login = coalesce(p.login, row.props.login)
      MERGE (a)-[b:SAME_BELONGS_TO]->(p)
      SET b.evidence = 'workerId', b.evidenceKey = row.claim`,
    groups: `UNWIND $rows AS row
      MERGE (t:SameTeam {key: row.key})
      SET t += row.props`,
    memberships: `UNWIND $rows AS row
      MATCH (a:SameLogin {key: row.login})
      MATCH (t:SameTeam {key: row.group})
      MERGE (a)-[:SAME_MEMBER_OF]->(t)`,
  },
  changing: null,
  rowsOf,
};
