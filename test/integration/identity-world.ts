import type { Operator } from "../../src/runs/acts.js";
import type { IdentityReport } from "../../src/runs/identity-report.js";
import { differentPersons, samePerson } from "../../src/runs/use-cases.js";
import { canonicalGraph } from "../support/canonical-graph.js";
import { agent, authorization, decisionClass, type Worker, type World } from "../support/world.js";
import type { WrittenDocument } from "../../src/sources/registry/schema.js";

export const LEAD: Operator = { login: "operator", person: "lead@example.com" };
export const DAY1 = "2026-03-01T06:00:00Z";
export const DAY2 = "2026-03-02T06:00:00Z";
export const DAY3 = "2026-03-03T06:00:00Z";
export const DAY4 = "2026-03-04T06:00:00Z";
export const DAY5 = "2026-03-05T06:00:00Z";
export const DAY6 = "2026-03-06T06:00:00Z";

/** A company in which one human has two worker ids: Maya works since 2020, Maja was hired anew in 2024. */
export const PEOPLE: readonly Worker[] = [
  { id: "lead", name: "Lena Lead" },
  { id: "chief", name: "Cleo Chief", team: "ops" },
  { id: "E1", name: "Maya Okafor", manager: "chief", team: "claims", position: "P-1" },
  {
    id: "E2",
    name: "Maja Okafor",
    start: "2024-05-01",
    manager: "chief",
    team: "audit",
    position: "P-2",
  },
  { id: "jon", name: "Jon Reyes", manager: "E2", team: "audit" },
];

export const TEAMS = [
  { id: "ops", name: "Operations", head: "chief" },
  { id: "claims", name: "Claims", parent: "ops", head: "chief" },
  { id: "audit", name: "Audit", parent: "ops", head: "E2", deputies: "jon" },
];

/** Maja holds something of every kind there is. */
export function rights(): WrittenDocument[] {
  return [
    decisionClass("refund"),
    decisionClass("payout"),
    decisionClass("triage", { governanceLead: "e2@example.com" }),
    agent("bot"),
    agent("clerk"),
    agent("tool", { builder: "e2@example.com" }),
    authorization("bot", "refund", {
      owner: "e2@example.com",
      signed: { by: "e2@example.com", on: "2026-02-03" },
    }),
    authorization("clerk", "payout", {
      owner: "chief@example.com",
      coOwners: ["e1@example.com", "e2@example.com"],
      signed: { by: "chief@example.com", on: "2026-02-04" },
    }),
    authorization("clerk", "triage", {
      owner: "e1@example.com",
      successors: ["jon@example.com", "e2@example.com"],
      signed: { by: "e1@example.com", on: "2026-02-05" },
    }),
    {
      kind: "AuthorityLimit",
      id: "maja",
      person: "e2@example.com",
      limits: { amountEUR: 9000 },
    },
  ];
}

export function openCompany(world: World): void {
  world.people(PEOPLE);
  world.teams(TEAMS);
  world.registry(rights());
}

type Pair = readonly [one: string, other: string];

export async function same(world: World, at: string, [one, other]: Pair) {
  const said = { operator: LEAD, reason: "one badge, one person" };
  return done(await samePerson(world.at(at), { ...said, one, other }));
}

export async function different(world: World, at: string, [one, other]: Pair) {
  const said = { operator: LEAD, reason: "met both" };
  return done(await differentPersons(world.at(at), { ...said, one, other }));
}

/** An act that was done; else says why it was not. */
export function done(report: IdentityReport): IdentityReport {
  if (report.done === null) throw new Error(JSON.stringify(report.refused));
  return report;
}

/** What is believed now of everything, as sorted lines: nothing superseded, no record of what was before. */
export async function beliefs(world: World): Promise<string[]> {
  const lines = await canonicalGraph(world.context.graph.driver, {
    without: ["Finding", "Alert", "Source"],
  });
  return lines
    .filter((line) => !/_RECORD\b|supersededIn: yes|-(NOT_)?SAME_AS|-SUPERSEDES/.test(line))
    .map((line) => line.replace(/revision: \d+/, "revision"));
}

/** Who gave which signature, by the ids in the graph. */
export async function signatures(world: World): Promise<unknown[]> {
  return await world.cypher(
    "MATCH (a:Authorization)<-[:SIGNS]-(s:Signature)-[:SIGNED_BY]->(p:Person) " +
      "RETURN a.key AS key, properties(s) AS signature, p.id AS signer ORDER BY key, s.id",
  );
}

/** Writes of a sync that found nothing new: nothing about people or authorizations (I4). */
export async function writesOf(world: World, at: string): Promise<number> {
  const { writes } = await world.sync(at);
  return writes.organisation + writes.authorizations;
}
