import neo4j, { type Driver, type Session } from "neo4j-driver";
import { z } from "zod";
import type { StandingName } from "../../src/domain/authorization.js";

/**
 * What the graph says, asked in the replay's own words and read-only: a check that went through the
 * product's queries would believe whatever the product believes.
 */
export interface GraphView {
  /** `authorization key` + TAB + `login`, one for each current OWNED_BY edge. */
  readonly owners: ReadonlySet<string>;
  readonly standings: Readonly<Record<StandingName, number>>;
  /** Findings with a leaving code that were opened after the run that was given. */
  readonly leavingFlags: readonly LeavingFlag[];
  /** Number of the last run. */
  readonly lastRun: number;
}

export interface LeavingFlag {
  readonly code: string;
  readonly authorizationKey: string;
  /** Whom it says this of. Findings also name who answers now and who would follow: no claim about those. */
  readonly logins: readonly string[];
  /** The finding says that this person is back (SEMANTICS N8): it claims no departure of now. */
  readonly isReturn: boolean;
}

/** Facts of a finding that say who left or leaves. */
const CLAIMS: ReadonlySet<string> = new Set(["personId", "leaverId"]);

const OWNERS = `
  MATCH (a:Authorization)-[:OWNED_BY]->(p:Person)
  RETURN DISTINCT a.key AS key, COLLECT { MATCH (p)-[:HAS_EMPLOYMENT]->(e:Employment) RETURN DISTINCT e.workerId } AS logins`;

const STANDINGS = `
  MATCH (a:Authorization) RETURN a.standing AS standing, count(a) AS count`;

const LEAVING_FLAGS = `
  MATCH (f:Finding)
  WHERE f.code IN ['OWNER_DEPARTED', 'OWNER_DEPARTING'] AND f.openedIn > $afterRun
  RETURN f.code AS code, f.subjectKey AS key, f.factsJson AS facts`;

const PEOPLE_BY_ID = `
  UNWIND $ids AS id
  MATCH (p:Person {id: id})-[:HAS_EMPLOYMENT]->(e:Employment)
  RETURN DISTINCT p.id AS id, e.workerId AS login`;

const LAST_RUN = "MATCH (r:Run) RETURN coalesce(max(r.number), 0) AS number";

const standingName = z.enum(["valid", "provisional", "orphaned", "suspended", "lapsed", "revoked"]);
const ownerRow = z.object({ key: z.string(), logins: z.array(z.string()).length(1) });
const standingRow = z.object({ standing: standingName, count: z.number() });
const flagRow = z.object({ code: z.string(), key: z.string(), facts: z.string() });
const personRow = z.object({ id: z.string(), login: z.string() });
const runRow = z.object({ number: z.number() });

/** @param afterRun last run that was looked at before; findings opened later are returned. */
export async function viewGraph(driver: Driver, afterRun: number): Promise<GraphView> {
  const session = driver.session({ defaultAccessMode: neo4j.session.READ });
  try {
    const owners = await ask(session, { text: OWNERS, row: ownerRow });
    const standings = await ask(session, { text: STANDINGS, row: standingRow });
    const [last] = await ask(session, { text: LAST_RUN, row: runRow });
    return {
      owners: new Set(owners.map(({ key, logins }) => `${key}\t${logins[0] ?? ""}`)),
      standings: countsOf(standings),
      leavingFlags: await leavingFlags(session, afterRun),
      lastRun: last?.number ?? 0,
    };
  } finally {
    await session.close();
  }
}

async function leavingFlags(session: Session, afterRun: number): Promise<readonly LeavingFlag[]> {
  const flags = await ask(session, {
    text: LEAVING_FLAGS,
    row: flagRow,
    params: { afterRun: neo4j.int(afterRun) },
  });
  const facts = flags.map((flag) =>
    z.record(z.string(), z.unknown()).parse(JSON.parse(flag.facts)),
  );
  const texts = facts.flatMap((fact) => Object.values(fact).filter(isText));
  const people = await ask(session, {
    text: PEOPLE_BY_ID,
    row: personRow,
    params: { ids: [...new Set(texts)] },
  });
  const loginOf = new Map(people.map(({ id, login }) => [id, login]));
  return flags.map(({ code, key }, index) => ({
    code,
    authorizationKey: key,
    logins: Object.entries(facts[index] ?? {}).flatMap(([name, value]) => {
      const login = CLAIMS.has(name) && isText(value) ? loginOf.get(value) : undefined;
      return login === undefined ? [] : [login];
    }),
    isReturn: facts[index]?.["returned"] === 1,
  }));
}

interface Question<Row> {
  readonly text: string;
  readonly row: z.ZodType<Row>;
  readonly params?: Readonly<Record<string, unknown>>;
}

async function ask<Row>(session: Session, { text, row, params }: Question<Row>): Promise<Row[]> {
  const { records } = await session.executeRead(async (tx) => tx.run(text, { ...params }));
  return records.map((record) => row.parse(record.toObject()));
}

function countsOf(rows: readonly z.infer<typeof standingRow>[]): GraphView["standings"] {
  const counts = { valid: 0, provisional: 0, orphaned: 0, suspended: 0, lapsed: 0, revoked: 0 };
  for (const { standing, count } of rows) counts[standing] = count;
  return counts;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
