/**
 * The rival's statements. Labels and types of its own, so that it pays for its own constraints and for
 * none of our indexes, and so that both graphs stand beside each other through all phases.
 */
export const CONSTRAINTS = ["HandPerson.id", "HandLogin.key", "HandGroup.key"].map((name) => {
  const [label, property] = name.split(".");
  return `CREATE CONSTRAINT IF NOT EXISTS FOR (n:${label}) REQUIRE n.${property} IS UNIQUE`;
});

export type HandKind = "people" | "managers" | "logins" | "groups" | "memberships";

export const LOADING: Readonly<Record<HandKind, string>> = {
  people: `UNWIND $rows AS row
    MERGE (p:HandPerson {id: row.id})
    SET p += row.props`,
  managers: `UNWIND $rows AS row
    MATCH (p:HandPerson {id: row.id})
    MATCH (m:HandPerson {id: row.manager})
    MERGE (p)-[:HAND_REPORTS_TO]->(m)`,
  logins: `UNWIND $rows AS row
    MERGE (a:HandLogin {key: row.key})
    SET a += row.props
    WITH a, row WHERE row.person IS NOT NULL
    MATCH (p:HandPerson {id: row.person})
    MERGE (a)-[:HAND_BELONGS_TO]->(p)`,
  groups: `UNWIND $rows AS row
    MERGE (g:HandGroup {key: row.key})
    SET g += row.props`,
  memberships: `UNWIND $rows AS row
    MATCH (a:HandLogin {key: row.login})
    MATCH (g:HandGroup {key: row.group})
    MERGE (a)-[:HAND_MEMBER_OF]->(g)`,
};

/** The same, with a stamp on everything that is seen. */
export const STAMPED: Readonly<Record<HandKind, string>> = {
  people: `UNWIND $rows AS row
    MERGE (p:HandPerson {id: row.id})
    SET p += row.props, p.lastupdated = $stamp`,
  managers: `UNWIND $rows AS row
    MATCH (p:HandPerson {id: row.id})
    MATCH (m:HandPerson {id: row.manager})
    MERGE (p)-[r:HAND_REPORTS_TO]->(m)
    SET r.lastupdated = $stamp`,
  logins: `UNWIND $rows AS row
    MERGE (a:HandLogin {key: row.key})
    SET a += row.props, a.lastupdated = $stamp
    WITH a, row WHERE row.person IS NOT NULL
    MATCH (p:HandPerson {id: row.person})
    MERGE (a)-[r:HAND_BELONGS_TO]->(p)
    SET r.lastupdated = $stamp`,
  groups: `UNWIND $rows AS row
    MERGE (g:HandGroup {key: row.key})
    SET g += row.props, g.lastupdated = $stamp`,
  memberships: `UNWIND $rows AS row
    MATCH (a:HandLogin {key: row.login})
    MATCH (g:HandGroup {key: row.group})
    MERGE (a)-[r:HAND_MEMBER_OF]->(g)
    SET r.lastupdated = $stamp`,
};

const gone = (pattern: string, what: string, removal: string): string =>
  `MATCH ${pattern} WHERE ${what}.lastupdated IS NULL OR ${what}.lastupdated <> $stamp
    WITH ${what} LIMIT $limit ${removal} ${what} RETURN count(*) AS removed`;

/** What was not seen this time goes, edges before nodes. */
export const REMOVING: readonly string[] = [
  gone("()-[r:HAND_MEMBER_OF]->()", "r", "DELETE"),
  gone("()-[r:HAND_BELONGS_TO]->()", "r", "DELETE"),
  gone("()-[r:HAND_REPORTS_TO]->()", "r", "DELETE"),
  gone("(n:HandLogin)", "n", "DETACH DELETE"),
  gone("(n:HandGroup)", "n", "DETACH DELETE"),
  gone("(n:HandPerson)", "n", "DETACH DELETE"),
];
