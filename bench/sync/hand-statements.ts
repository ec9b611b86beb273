import { rowsByHand } from "./hand-rows.js";
import { type Loader, uniqueness } from "./loader.js";

/** In this order; what `stamp` adds goes where something was seen. */
function statements(stamp: (name: string) => string): Readonly<Record<string, string>> {
  const edge = (name: string): string => (stamp(name) === "" ? "" : `SET ${stamp(name).slice(2)}`);
  return {
    people: `UNWIND $rows AS row
      MERGE (p:HandPerson {id: row.id})
      SET p += row.person${stamp("p")}
      MERGE (e:HandEmployment {id: row.recordId})
      SET e += row.employment${stamp("e")}
      MERGE (p)-[r:HAND_HAS_EMPLOYMENT]->(e)
      ${edge("r")}`,
    teams: `UNWIND $rows AS row
      MERGE (t:HandTeam {key: row.key})
      ${edge("t")}`,
    places: `UNWIND $rows AS row
      MATCH (e:HandEmployment {id: row.recordId})
      MATCH (t:HandTeam {key: row.team})
      MERGE (e)-[r:HAND_WORKS_IN]->(t)
      ${edge("r")}`,
    managers: `UNWIND $rows AS row
      MATCH (p:HandPerson {id: row.id})
      MATCH (m:HandPerson {id: row.manager})
      MERGE (p)-[r:HAND_REPORTS_TO]->(m)
      ${edge("r")}`,
    logins: `UNWIND $rows AS row
      MERGE (a:HandLogin {key: row.key})
      SET a += row.props${stamp("a")}
      WITH a, row WHERE row.person IS NOT NULL
      MATCH (p:HandPerson {id: row.person})
      MERGE (a)-[r:HAND_BELONGS_TO]->(p)
      ${edge("r")}`,
    groups: `UNWIND $rows AS row
      MERGE (g:HandGroup {key: row.key})
      SET g += row.props${stamp("g")}`,
    memberships: `UNWIND $rows AS row
      MATCH (a:HandLogin {key: row.login})
      MATCH (g:HandGroup {key: row.group})
      MERGE (a)-[r:HAND_MEMBER_OF]->(g)
      ${edge("r")}`,
  };
}

const gone = (pattern: string, what: string, removal: string): string =>
  `MATCH ${pattern} WHERE ${what}.lastupdated IS NULL OR ${what}.lastupdated <> $stamp
    WITH ${what} LIMIT $limit ${removal} ${what} RETURN count(*) AS removed`;

const REMOVING: readonly string[] = [
  gone("()-[r:HAND_MEMBER_OF]->()", "r", "DELETE"),
  gone("()-[r:HAND_BELONGS_TO]->()", "r", "DELETE"),
  gone("()-[r:HAND_REPORTS_TO]->()", "r", "DELETE"),
  gone("()-[r:HAND_WORKS_IN]->()", "r", "DELETE"),
  gone("(n:HandLogin)", "n", "DETACH DELETE"),
  gone("(n:HandGroup)", "n", "DETACH DELETE"),
  gone("(n:HandEmployment)", "n", "DETACH DELETE"),
  gone("(n:HandTeam)", "n", "DETACH DELETE"),
  gone("(n:HandPerson)", "n", "DETACH DELETE"),
];

/**
 * The rival's statements: the organisation that a careful engineer would keep by hand. People with their
 * employments, the teams these are in, managers; logins linked to people by worker id; groups and who is in
 * them. Every node is keyed under a uniqueness constraint. A position stays a property of the employment,
 * dates stay text, and nothing is versioned: less than ours writes. Labels and types of its own, so that it
 * pays for its own constraints and for none of our indexes, and so that both graphs stand beside each other
 * through all phases.
 */
export const LEAN: Loader = {
  schema: uniqueness(
    "HandPerson.id",
    "HandEmployment.id",
    "HandTeam.key",
    "HandLogin.key",
    "HandGroup.key",
  ),
  loading: statements(() => ""),
  changing: { stamped: statements((name) => `, ${name}.lastupdated = $stamp`), removing: REMOVING },
  rowsOf: (state) => ({ ...rowsByHand(state) }),
};
