import { readFileSync, writeFileSync } from "node:fs";
import type { Simulation } from "../../simulator/simulation.js";
import type { Instant } from "../../src/domain/time.js";
import type { Graph } from "../../src/graph/graph.js";
import { noonOf } from "./company.js";

/** What is so of the company, by the keys that the graph has for it. */
interface Truth {
  readonly at: Instant;
  /** Worker → whether they work here, and the manager's worker id. */
  readonly workers: readonly (readonly [id: string, employed: boolean, manager: string | null])[];
  /** Login → whose it is, by the worker id that it carries; null: it carries none. */
  readonly logins: readonly (readonly [id: string, worker: string | null])[];
  /** `login|group` of every membership. */
  readonly memberships: readonly string[];
}

/** How much was held against the truth, and what differed, in words. */
export interface Checked {
  readonly people: number;
  readonly managers: number;
  readonly logins: number;
  readonly memberships: number;
  readonly differences: readonly string[];
}

/** Writes down what is so of the company today. */
export function writeTruth(file: string, company: Simulation): void {
  const { workers, accounts } = company.truth();
  const { users, groups } = company.okta;
  const truth: Truth = {
    at: noonOf(company),
    workers: [...workers].map(([id, { employed, manager }]) => [id, employed, manager]),
    logins: [...accounts.okta].map(([id, worker]) => [
      id,
      users.get(id)?.workerId === worker ? worker : null,
    ]),
    memberships: [...groups.values()].flatMap(({ id, memberIds }) =>
      [...memberIds].map((member) => `${member}|${id}`),
    ),
  };
  writeFileSync(file, JSON.stringify(truth));
}

/** Holds what the graph says of today against what is so. */
export async function holdAgainst(file: string, graph: Graph): Promise<Checked> {
  // Written by `writeTruth` of the same program a moment ago: the shape is known.
  const truth = JSON.parse(readFileSync(file, "utf8")) as Truth;
  const differences: string[] = [];
  const compare = (what: string, is: unknown, should: unknown): void => {
    if (is !== should) differences.push(`${what} is ${String(is)} and should be ${String(should)}`);
  };
  const people = await peopleIn(graph, truth.at);
  for (const [id, employed, manager] of truth.workers) {
    const person = people.get(id);
    compare(`${id} employed`, person?.employed, employed);
    if (employed) compare(`manager of ${id}`, person?.manager, manager);
  }
  compare("number of people", people.size, truth.workers.length);
  const logins = await loginsIn(graph);
  for (const [id, worker] of truth.logins) compare(`owner of login ${id}`, logins.get(id), worker);
  compare("number of logins", logins.size, truth.logins.length);
  const memberships = await membershipsIn(graph);
  for (const one of truth.memberships) compare(`membership ${one}`, memberships.has(one), true);
  compare("number of memberships", memberships.size, truth.memberships.length);
  return {
    people: truth.workers.length,
    managers: truth.workers.filter(([, employed]) => employed).length,
    logins: truth.logins.length,
    memberships: truth.memberships.length,
    differences,
  };
}

/** Rows of a statement of this check's own; all values are text, null or true and false. */
async function rowsOf(graph: Graph, text: string, params: object = {}) {
  return await graph.read(async (tx) =>
    (await tx.run(text, params)).records.map((record) =>
      record.map((value: unknown) => (typeof value === "boolean" ? value : textOf(value))),
    ),
  );
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

async function peopleIn(graph: Graph, at: Instant) {
  const rows = await rowsOf(
    graph,
    `MATCH (i:Identifier)-[:BELONGS_TO]->(p:Person) WHERE i.key STARTS WITH 'hr/'
     OPTIONAL MATCH (p)-[:REPORTS_TO]->(:Person)<-[:BELONGS_TO]-(m:Identifier) WHERE m.key STARTS WITH 'hr/'
     RETURN substring(i.key, 3), p.activeFrom <= datetime($at) AND
       (p.activeUntil IS NULL OR p.activeUntil > datetime($at)), substring(m.key, 3)`,
    { at: new Date(at).toISOString() },
  );
  return new Map(
    rows.map(([id, employed, manager]) => [id, { employed, manager: manager ?? null }] as const),
  );
}

async function loginsIn(graph: Graph) {
  const rows = await rowsOf(
    graph,
    `MATCH (a:Account)
     OPTIONAL MATCH (a)-[:BELONGS_TO]->(:Person)<-[:BELONGS_TO]-(i:Identifier) WHERE i.key STARTS WITH 'hr/'
     RETURN a.nativeId, substring(i.key, 3)`,
  );
  return new Map(rows.map(([id, worker]) => [id, worker ?? null] as const));
}

async function membershipsIn(graph: Graph) {
  const rows = await rowsOf(
    graph,
    "MATCH (a:Account)-[:MEMBER_OF]->(t:Team) RETURN a.nativeId + '|' + t.nativeId",
  );
  return new Set(rows.map(([one]) => one));
}
