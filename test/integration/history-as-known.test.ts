import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS } from "../../src/domain/time.js";
import {
  reassign,
  samePerson,
  sign,
  sync,
  chainThen,
  whoAsKnown,
} from "../../src/runs/use-cases.js";
import { WatchedGraph } from "../support/dying-graph.js";
import { gate } from "../support/waiting.js";
import { agent, authorization, decisionClass } from "../support/world.js";
import { Company, mail } from "../scenarios/support/company.js";

const START = Date.parse("2026-03-01T06:00:00Z");
const LEAD = { login: "operator", person: mail("lead") };
const REFUND = { agentId: "bot", decisionClassId: "refund" };
const PEOPLE = ["maya", "ines", "tom"] as const;
const SUBJECTS = ["bot:refund", ...PEOPLE.map(mail)] as const;

let company: Company;

beforeEach(async () => {
  company = await Company.open();
  company.hire({ id: "chief" });
  for (const id of PEOPLE)
    company.hire({ id, manager: "chief", team: "claims", position: `P-${id}` });
  company.team({ id: "ops", name: "Operations", head: "chief" });
  company.team({ id: "claims", name: "Claims", parent: "ops", head: "ines" });
  company.right("bot", "maya");
});

afterEach(() => company.close());

const iso = (at: number) => new Date(at).toISOString();
const day = (at: number) => iso(at).slice(0, 10);

async function settled(at: number, source?: string): Promise<void> {
  company.write();
  await company.world.sync(iso(at), source === undefined ? {} : { source });
}

async function horizon(): Promise<number> {
  const [row] = await company.world.cypher("MATCH (s:Sequence {key: 'run'}) RETURN s.horizon AS n");
  return Number(row?.["n"]);
}

/** Everything that can be asked about a handful of times, as known after a run. */
async function answers(now: number, number: number): Promise<string[]> {
  const context = company.world.at(iso(now));
  const knownAt = { kind: "run" as const, number };
  const told: string[] = [];
  for (const at of [START - 90 * DAY_MS, START + DAY_MS, START + 4 * DAY_MS, START + 30 * DAY_MS]) {
    told.push(JSON.stringify(await whoAsKnown(context, { ...REFUND, at, knownAt })));
    for (const subject of SUBJECTS) {
      const place = await chainThen(context, { subject, at, knownAt });
      // Who is asked about is looked up among people of now; what is answered is of then.
      told.push(JSON.stringify({ ...place, subject: null }));
    }
  }
  return told;
}

type Step =
  | { readonly kind: "depart" | "rescind" | "rename"; readonly id: string; readonly days: number }
  | { readonly kind: "move"; readonly id: string; readonly to: string; readonly days: number }
  | { readonly kind: "criteria" | "limit" | "agent" | "team" | "head"; readonly word: string }
  | { readonly kind: "sign" | "reassign" | "same"; readonly id: string };

const id = fc.constantFrom(...PEOPLE);
const days = fc.integer({ min: -20, max: 20 });
const word = fc.constantFrom("one", "two", "three");
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("depart" as const, "rescind" as const, "rename" as const),
    id,
    days,
  }),
  fc.record({ kind: fc.constant("move" as const), id, to: id, days }),
  fc.record({
    kind: fc.constantFrom(
      "criteria" as const,
      "limit" as const,
      "agent" as const,
      "team" as const,
      "head" as const,
    ),
    word,
  }),
  fc.record({ kind: fc.constantFrom("sign" as const, "reassign" as const, "same" as const), id }),
);

/** What happens, then a sync; acts are acts by themselves. */
async function live(step: Step, at: number): Promise<void> {
  const context = company.world.at(iso(at));
  switch (step.kind) {
    case "depart":
      company.change(step.id, { end: day(at + step.days * DAY_MS) });
      return await settled(at);
    case "rescind":
      company.blank(step.id, "end");
      return await settled(at);
    case "rename":
      company.change(step.id, { name: `${step.id} the ${step.days}` });
      return await settled(at);
    case "move":
      company.change(step.id, {
        manager: step.to,
        team: `team-${step.to}`,
        position: `P-${step.days}`,
        effective: day(at + step.days * DAY_MS),
      });
      return await settled(at);
    case "criteria":
      company.document(decisionClass("refund", { criteria: `Somebody says ${step.word}.` }));
      return await settled(at);
    case "agent":
      company.document(agent("bot", { title: step.word, manifest: { model: step.word } }));
      return await settled(at);
    case "limit":
      company.document(
        authorization("bot", "refund", {
          owner: mail("maya"),
          limit: { text: `up to ${step.word}` },
        }),
      );
      return await settled(at);
    case "team":
      company.team({ id: "claims", name: `Claims ${step.word}`, parent: "ops", head: "tom" });
      return await settled(at);
    case "head":
      company.team({ id: "ops", name: "Operations", head: step.word === "one" ? "ines" : "maya" });
      return await settled(at);
    case "sign":
      await sign(context, { ...REFUND, operator: LEAD, for: mail(step.id) });
      return;
    case "reassign":
      await reassign(context, { ...REFUND, operator: LEAD, to: mail(step.id), reason: "test" });
      return;
    case "same": {
      const order = { operator: LEAD, reason: "test", one: `hr/${step.id}`, other: "hr/chief" };
      await samePerson(context, order);
      return;
    }
    default:
      return step satisfies never;
  }
}

describe("I6 an answer as of T known at a closed K never changes", () => {
  it(
    "whatever is corrected, dated back, signed, merged or moved afterwards",
    { timeout: 900_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 7 }), async (steps) => {
          await company.close();
          company = await Company.open();
          company.hire({ id: "chief" });
          for (const one of PEOPLE)
            company.hire({ id: one, manager: "chief", team: "claims", position: `P-${one}` });
          company.team({ id: "ops", name: "Operations", head: "chief" });
          company.team({ id: "claims", name: "Claims", parent: "ops", head: "ines" });
          company.right("bot", "maya");
          await settled(START);
          const remembered = new Map<number, readonly string[]>();
          let at = START;
          remembered.set(await horizon(), await answers(at, await horizon()));
          for (const step of steps) {
            at += DAY_MS;
            await live(step, at);
            const known = await horizon();
            remembered.set(known, await answers(at, known));
          }
          for (const [known, told] of remembered) {
            expect(await answers(at + 99 * DAY_MS, known), `known as of run ${known}`).toEqual(
              told,
            );
          }
          expect(remembered.size).toBeGreaterThan(3);
        }),
        { numRuns: Number(process.env["HISTORY_RUNS"] ?? 4), endOnFailure: true },
      );
    },
  );

  it("asked while a run goes on that has committed already, and again when it is closed", async () => {
    await settled(START);
    company.change("maya", { end: day(START - 9 * DAY_MS) });
    company.write();
    const [arrived, go] = [gate(), gate()];
    const later = START + DAY_MS;
    const graph = new WatchedGraph(company.world.context.graph, {
      beforeStatement: async (_write, text) => {
        if (!text.includes("what a run recorded counts as known once")) return;
        arrived.open();
        await go.opened;
      },
    });
    const running = sync({ ...company.world.at(iso(later)), graph }, { source: "hr", plan: false });
    await arrived.opened;
    const context = company.world.at(iso(later));
    const asking = async (at: number) =>
      await whoAsKnown(context, { ...REFUND, at: START, knownAt: { kind: "instant", at } });
    const during = await asking(later);
    const order = { ...REFUND, operator: LEAD, to: mail("tom"), reason: "hidden until then" };
    await reassign(context, order);
    const again = await asking(later);
    expect(again.known).toMatchObject({ run: { number: 2 }, isFinal: false });
    expect(again.known.open.map((one) => [one.number, one.source])).toEqual([[3, "hr"]]);
    expect(again).toEqual(during);
    expect(again.was?.owners.map((one) => one.person.name)).toEqual(["maya"]);
    const before = await asking(later - 1);
    expect(before.known).toMatchObject({ run: { number: 2 }, isFinal: true });
    go.open();
    await running;
    expect(await asking(later - 1)).toEqual(before);
    const run = { kind: "run", number: 3 } as const;
    const then = await whoAsKnown(context, { ...REFUND, at: later, knownAt: run });
    expect(then.known).toMatchObject({ run: { number: 4 }, isFinal: true });
    expect(then.was?.owners.map((one) => one.person.name)).toEqual(["tom"]);
  });
});

describe("O8 a reorganisation", () => {
  const managerOf = async (at: number, number: number | null) => {
    const knownAt = number === null ? {} : { knownAt: { kind: "run" as const, number } };
    const answer = await chainThen(company.world.at(iso(START + 90 * DAY_MS)), {
      subject: mail("tom"),
      at,
      ...knownAt,
    });
    const [place] = answer.people;
    return [place?.reportsTo[0]?.name, ...(place?.teams ?? []).map((one) => one.key)];
  };

  it("entered late: as of then it is another answer now than it was then", async () => {
    await settled(START);
    const before = await horizon();
    company.change("tom", { manager: "ines", team: "sales", effective: day(START - 30 * DAY_MS) });
    await settled(START + DAY_MS);
    const between = START - 10 * DAY_MS;
    expect(await managerOf(between, before)).toEqual(["chief", "hr/claims"]);
    expect(await managerOf(between, null)).toEqual(["ines", "hr/sales"]);
    expect(await managerOf(START - 40 * DAY_MS, null)).toEqual(["chief", "hr/claims"]);
  });

  it("dated back over a change that was believed: corrects it and leaves no two answers", async () => {
    await settled(START);
    company.change("tom", { manager: "maya", team: "sales", effective: day(START - 20 * DAY_MS) });
    await settled(START + DAY_MS);
    const before = await horizon();
    company.change("tom", { manager: "ines", team: "audit", effective: day(START - 40 * DAY_MS) });
    await settled(START + 2 * DAY_MS);
    for (const ago of [-10, -30])
      expect(await managerOf(START + ago * DAY_MS, null)).toEqual(["ines", "hr/audit"]);
    expect(await managerOf(START - 30 * DAY_MS, before)).toEqual(["chief", "hr/claims"]);
    expect(await managerOf(START - 10 * DAY_MS, before)).toEqual(["maya", "hr/sales"]);
    expect(await managerOf(START - 50 * DAY_MS, null)).toEqual(["chief", "hr/claims"]);
  });
});
