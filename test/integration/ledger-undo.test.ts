import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decline, reassign, sign, stop, undo, verifyLedger } from "../../src/runs/use-cases.js";
import { graphFaults } from "../support/graph-faults.js";
import { putBack, takeSnapshot } from "../support/graph-snapshot.js";
import { healthy } from "../support/small-company.js";
import { type Worker, World, agent, authorization, decisionClass } from "../support/world.js";

const OPERATOR = { login: "operator", person: "lead@example.com" };
const STAFF: readonly Worker[] = [
  { id: "lead", name: "Lena Lead" },
  { id: "chief", name: "Cleo Chief" },
  { id: "manager", name: "Max Manager", manager: "chief" },
  { id: "owner", name: "Ola Owner", manager: "manager" },
  { id: "partner", name: "Pia Partner", manager: "chief" },
];
const REFUND = { agentId: "bot", decisionClassId: "refund" };

let world: World;
let start: Awaited<ReturnType<typeof takeSnapshot>>;
let clock = 0;

beforeAll(async () => {
  world = await World.open();
  world.people(STAFF);
  const signed = { by: "owner@example.com", on: "2026-02-03" };
  world.registry([
    decisionClass("refund"),
    decisionClass("payout"),
    agent("bot"),
    authorization("bot", "refund", { owner: "owner@example.com", signed }),
    authorization("bot", "payout", {
      owner: "owner@example.com",
      coOwners: ["partner@example.com"],
      signed: { by: "partner@example.com", on: "2026-02-04" },
    }),
  ]);
  healthy(await world.sync("2026-10-01T06:00:00Z"));
  healthy(await world.sync("2026-10-02T06:00:00Z"));
  start = await takeSnapshot(world.context.graph.driver);
});

beforeEach(async () => {
  clock = Date.parse("2026-10-05T09:00:00Z");
  world.people(STAFF);
  await putBack(world.context.graph.driver, start);
});
afterAll(() => world.close());

/** The context an hour later than it was asked for last. */
function later() {
  clock += 3_600_000;
  return world.at(new Date(clock).toISOString());
}

/** The edges of duty and the standing of today: everything an undo puts back; minted ids and counters aside. */
async function duties(): Promise<unknown> {
  return await world.cypher(
    `MATCH (a:Authorization)
     RETURN a.key AS key, a.standing AS standing, a.beneath AS beneath, a.reasons AS reasons,
       a.standingSince AS since, a.deadlineAt AS deadline, a.declinedBy AS declined,
       COLLECT { MATCH (a)-[r:OWNED_BY]->(p) RETURN p.name + apply(r) ORDER BY p.name } AS owners
     ORDER BY key`.replace(
      "apply(r)",
      "' ' + r.role + ' ' + r.basis + ' ' + toString(r.since) + ' ' + coalesce(r.inheritedFrom, '-') + ' ' + coalesce(r.placement, '-')",
    ),
  );
}

async function signatures(): Promise<unknown> {
  return await world.cypher(
    "MATCH (s:Signature)-[:SIGNED_BY]->(p) RETURN properties(s) AS s, p.id AS by ORDER BY s.id",
  );
}

/** Id of the last entry about authorizations. */
async function lastEntry(): Promise<string> {
  const [row] = await world.cypher(
    `MATCH (e:LedgerEntry {kind: 'authorizations'}) WHERE e.position IS NOT NULL
     RETURN e.id AS id ORDER BY e.position DESC LIMIT 1`,
  );
  return String(row?.["id"]);
}

async function undone(entry: string) {
  return await undo(later(), { operator: OPERATOR, entry, reason: "it was a mistake" });
}

async function give(to: string, name = REFUND): Promise<string> {
  const order = { ...name, operator: OPERATOR, to: `${to}@example.com`, reason: "because" };
  expect((await reassign(later(), order)).refused).toEqual([]);
  return await lastEntry();
}

/** It stays as it was put back, and everything else still holds. */
async function holds(expected: unknown): Promise<void> {
  expect(await duties()).toEqual(expected);
  const again = healthy(await world.sync(new Date((clock += 3_600_000)).toISOString()));
  expect(again.decisions).toEqual([]);
  expect(await duties()).toEqual(expected);
  expect(await graphFaults(world.context.graph.driver)).toEqual([]);
  expect((await verifyLedger(world.context, { kept: null })).problems).toEqual([]);
}

async function codes(entry: string): Promise<string[]> {
  const before = await duties();
  const { refused, done } = await undone(entry);
  expect(done).toEqual([]);
  expect(await duties()).toEqual(before);
  return refused.map(({ code }) => code);
}

/** A random thing that happens to `bot:refund`; whether it was done. */
type Step = { readonly kind: "give" | "decline" | "sign" | "leave"; readonly who: string };

const anyStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("give", "give", "give", "decline", "decline", "sign", "leave"),
  who: fc.constantFrom("owner", "manager", "chief", "partner"),
});

async function live({ kind, who }: Step, gone: Set<string>): Promise<void> {
  const order = { ...REFUND, operator: OPERATOR };
  const address = `${who}@example.com`;
  if (kind === "give") await reassign(later(), { ...order, to: address, reason: "random" });
  else if (kind === "decline") await decline(later(), { ...order, for: address });
  else if (kind === "sign") await sign(later(), { ...order, for: address });
  else {
    gone.add(who);
    clock += 86_400_000;
    const end = new Date(clock - 86_400_000).toISOString().slice(0, 10);
    world.people(STAFF.map((one) => (gone.has(one.id) ? { ...one, end } : one)));
    clock += 86_400_000;
    healthy(await world.sync(new Date(clock).toISOString()));
  }
}

describe("I8: undo of any last change set", () => {
  it(
    "restores exactly what it changed, or is refused and changes nothing",
    { timeout: 900_000 },
    async () => {
      const outcomes: string[] = [];
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 5 }), async (steps) => {
          clock = Date.parse("2026-10-05T09:00:00Z");
          world.people(STAFF);
          await putBack(world.context.graph.driver, start);
          const gone = new Set<string>();
          let [before, entry] = [await duties(), await lastEntry()];
          let last: Step | null = null;
          for (const step of steps) {
            const [was, sofar] = [await duties(), await lastEntry()];
            await live(step, gone);
            if ((await lastEntry()) !== sofar)
              [before, entry, last] = [was, await lastEntry(), step];
          }
          fc.pre(last !== null);
          const [after, signed] = [await duties(), await signatures()];
          const { refused } = await undone(entry);
          const reasons = refused.map(({ code }) => code);
          expect(await signatures()).toEqual(signed);
          const isUndone = reasons.length === 0;
          // While nobody left, only a signature stands in the way of undoing the last thing that was done.
          const hindered = gone.size > 0 || reasons.includes("SIGNED_IN_IT");
          expect(isUndone ? last?.kind !== "sign" : hindered).toBe(true);
          expect(await duties()).toEqual(isUndone ? before : after);
          if (isUndone) await holds(before);
          outcomes.push(reasons[0] ?? "undone");
        }),
        { numRuns: 15, seed: 7 },
      );
      expect(outcomes).toContain("undone");
      expect(new Set(outcomes).size).toBeGreaterThan(1);
    },
  );
});

describe("I8: undo of a change set", () => {
  it("puts back owners, basis, standing, reasons and deadline; signatures stay as they are (I7)", async () => {
    const [before, signed] = [await duties(), await signatures()];
    const entry = await give("manager");
    expect(await world.owners("bot:refund")).toEqual(["Max Manager"]);
    const report = await undone(entry);
    expect(report.refused).toEqual([]);
    expect(report.done).toMatchObject([{ key: "bot:refund", standingAfter: "valid" }]);
    expect(await signatures()).toEqual(signed);
    await holds(before);
    const [own] = await world.cypher("MATCH (e:LedgerEntry {undoes: $entry}) RETURN e.why AS why", {
      entry,
    });
    expect(own?.["why"]).toEqual(["undo", "undone"]);
  });

  it("takes back a decline, and whoever declined may be asked again", async () => {
    await give("manager");
    const before = await duties();
    const who = { for: "manager@example.com" };
    const declined = await decline(later(), { ...REFUND, operator: OPERATOR, ...who });
    expect(declined.refused).toEqual([]);
    expect(await world.owners("bot:refund")).not.toEqual(["Max Manager"]);
    expect((await undone(await lastEntry())).refused).toEqual([]);
    await holds(before);
  });

  it("gives a co-owner who became the owner their role back", async () => {
    const before = await duties();
    const entry = await give("partner", { agentId: "bot", decisionClassId: "payout" });
    expect(await duties()).not.toEqual(before);
    expect((await undone(entry)).refused).toEqual([]);
    await holds(before);
  });

  it("is undone in its turn, and then may be done again", async () => {
    const before = await duties();
    const entry = await give("manager");
    const given = await duties();
    expect((await undone(entry)).refused).toEqual([]);
    expect(await codes(entry)).toEqual(["UNDONE_ALREADY"]);
    expect((await undone(await lastEntry())).refused).toEqual([]);
    expect(await duties()).toEqual(given);
    const broughtBack = await lastEntry();
    const { refused } = await undone(entry);
    expect(refused).toMatchObject([{ code: "CHANGED_SINCE" }]);
    expect(refused[0]?.sentence).toContain(broughtBack);
    expect((await undone(broughtBack)).refused).toEqual([]);
    await holds(before);
  });

  it("goes back step by step, and names what has to be undone first", async () => {
    const before = await duties();
    const first = await give("manager");
    const second = await give("chief");
    const { refused } = await undone(first);
    expect(refused).toMatchObject([{ code: "CHANGED_SINCE" }]);
    expect(refused[0]?.sentence).toContain(second);
    expect((await undone(second)).refused).toEqual([]);
    expect((await undone(first)).refused).toEqual([]);
    await holds(before);
  });

  it("is refused where somebody has signed since, with every reason at once", async () => {
    const entry = await give("manager");
    const who = { for: "manager@example.com" };
    expect((await sign(later(), { ...REFUND, operator: OPERATOR, ...who })).refused).toEqual([]);
    const signing = await lastEntry();
    expect(await codes(entry)).toEqual(["SIGNED_SINCE", "CHANGED_SINCE"]);
    expect(await codes(signing)).toEqual(["SIGNED_IN_IT"]);
  });

  it("is refused where somebody would answer again who does not work here", async () => {
    const entry = await give("manager");
    world.people(STAFF.map((one) => (one.id === "owner" ? { ...one, end: "2026-10-03" } : one)));
    clock += 86_400_000;
    healthy(await world.sync(new Date(clock).toISOString()));
    expect(await world.owners("bot:refund")).toEqual(["Max Manager"]);
    const { refused } = await undone(entry);
    expect(refused).toMatchObject([{ code: "PERSON_GONE", key: "bot:refund" }]);
    expect(refused[0]?.sentence).toContain("Ola Owner");
  });

  it("of a departure: refused while the person is gone, all authorizations or none", async () => {
    world.people(STAFF.map((one) => (one.id === "owner" ? { ...one, end: "2026-10-03" } : one)));
    clock += 86_400_000;
    healthy(await world.sync(new Date(clock).toISOString()));
    const entry = await lastEntry();
    expect(await codes(entry)).toEqual(["PERSON_GONE", "PERSON_GONE"]);
  });

  it("of a stop, of a registration, of something that is no change set: refused, with what to do", async () => {
    const order = { ...REFUND, operator: OPERATOR, reason: "now" };
    expect((await stop(later(), order)).refused).toEqual([]);
    expect(await codes(await lastEntry())).toEqual(["NOT_ONLY_DUTY"]);
    const [organisation, registered] = await world.cypher(
      `MATCH (e:LedgerEntry) WHERE e.kind IN ['organisation', 'authorizations']
       WITH e ORDER BY e.position WITH e.kind AS kind, collect(e.id)[0] AS id
       RETURN kind, id ORDER BY kind DESC`,
    );
    expect(await codes(String(organisation?.["id"]))).toEqual(["NOT_A_CHANGE_SET"]);
    expect(new Set(await codes(String(registered?.["id"])))).toEqual(new Set(["REGISTERED_BY_IT"]));
  });

  it("puts nothing back from an entry that was edited (F45)", async () => {
    const entry = await give("manager");
    const [thief] = await world.cypher("MATCH (p:Person {name: 'Cleo Chief'}) RETURN p.id AS id");
    const [owner] = await world.cypher("MATCH (p:Person {name: 'Ola Owner'}) RETURN p.id AS id");
    await world.context.graph.write((tx) =>
      tx.run(
        "MATCH (e:LedgerEntry {id: $entry}) SET e.before = replace(e.before, $owner, $thief)",
        {
          entry,
          owner: owner?.["id"],
          thief: thief?.["id"],
        },
      ),
    );
    await expect(undone(entry)).rejects.toMatchObject({ code: "LEDGER_BROKEN" });
    expect(await world.owners("bot:refund")).toEqual(["Max Manager"]);
  });

  it("two at once: one is done, the other finds it done", async () => {
    const before = await duties();
    const entry = await give("manager");
    const order = { operator: OPERATOR, entry, reason: "twice" };
    const both = await Promise.all([undo(later(), order), undo(later(), order)]);
    const refused = both.flatMap((one) => one.refused.map(({ code }) => code));
    expect(refused).toEqual(["UNDONE_ALREADY"]);
    await holds(before);
  });
});
