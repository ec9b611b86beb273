import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { World, agent, authorization, decisionClass, worldEnvironment } from "../support/world.js";
import { countersign } from "../unit/cli/terminal.js";

vi.setConfig({ testTimeout: 180_000 });

const PEOPLE = [
  { id: "chief", name: "Cleo Chief" },
  { id: "ines", name: "Ines Duarte", manager: "chief", team: "claims" },
  { id: "maya", name: "Maya Okafor", manager: "ines", team: "claims", position: "P-1" },
];
const BEFORE = "2026-10-01T06:00:00Z";
const LATE = "2026-11-01T09:00:00Z";
const NOW = "2026-11-20T09:00:00Z";

/** A departure of 9 October that HR entered on 1 November. */
describe("L4 questions in two times at a terminal", () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open();
    world.people(PEOPLE);
    world.teams([{ id: "claims", name: "Claims", head: "ines" }]);
    const signed = { by: "maya@example.com", on: "2026-02-03" };
    world.registry([
      agent("triage", { title: "Claims triage" }),
      decisionClass("approve", { title: "Approve a claim", governanceLead: "chief@example.com" }),
      authorization("triage", "approve", { owner: "maya@example.com", signed }),
    ]);
    await world.sync(BEFORE);
    world.people(PEOPLE.map((one) => (one.id === "maya" ? { ...one, end: "2026-10-09" } : one)));
    world.teams([{ id: "claims", name: "Claims and Refunds", head: "ines" }]);
    await world.sync(LATE);
  });

  afterAll(() => world.close());

  async function type(columns: number, ...argv: readonly string[]) {
    const env = Object.fromEntries(
      Object.entries(worldEnvironment()).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    );
    const ran = await countersign(world.folder, [...argv, "--now", NOW], { env, columns });
    if (process.env["SHOW"])
      process.stdout.write(`$ ${argv.join(" ")}  (${columns})\n${ran.out}${ran.err}\n`);
    return ran;
  }

  const flat = (text: string) => text.replaceAll(/\s+/g, " ");

  it.each([80, 120])(
    "who: what was so, what was known then, and what nobody knew (%i)",
    async (columns) => {
      const at = ["who", "triage", "approve", "--at", "2026-10-20"];
      const asOf = await type(columns, ...at);
      expect(asOf.code).toBe(0);
      expect(flat(asOf.out)).toContain("it was shown as valid, and nobody who works here answered");
      expect(flat(asOf.out)).toContain(
        "Nobody who works here answered for it from 10 Oct 2026 to 1 Nov 2026 09:00 UTC (22 days): Maya Okafor had left, and that became known only in run 3 (hr). Whoever asked meanwhile was told: valid.",
      );
      const known = await type(columns, ...at, "--known-at", "2026-10-20");
      expect(known).toMatchObject({ code: 0, err: "" });
      expect(flat(known.out)).toContain(
        "As it was known then: on 20 October 2026 this was authorized by Maya Okafor.",
      );
      expect(flat(known.out)).toContain(
        "Known as of run 2 (registry), closed 1 Oct 2026 06:00 UTC.",
      );
      for (const line of known.out.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    },
  );

  it("who: by the number of a run, and when nothing was known", async () => {
    const run = await type(120, "who", "triage:approve", "--known-at", "run:2", "--json");
    expect(JSON.parse(run.out)).toMatchObject({
      at: Date.parse(BEFORE),
      known: { run: { number: 2, source: "registry" }, isFinal: true, open: [] },
      was: { standing: { standing: "valid" } },
    });
    const early = await type(120, "who", "triage:approve", "--known-at", "2026-01-01");
    expect(early.out).toContain("was not on record");
    expect(early.out).toContain("Nothing was known by then: no run had closed.");
    const now = await type(120, "who", "triage:approve", "--known-at", NOW);
    expect(flat(now.out)).toContain("Nothing has closed since; a run that closes later may add");
  });

  it("chain: where people stood then, as known now and as known then", async () => {
    const at = ["chain", "maya@example.com", "--at", "2026-10-20"];
    const gone = await type(80, ...at);
    expect(gone.out).not.toContain("Claims");
    const then = await type(80, ...at, "--known-at", "2026-10-20");
    expect(flat(then.out)).toContain("reported to Ines Duarte → Cleo Chief");
    expect(flat(then.out)).toContain("in Claims (hr/claims)");
    expect(flat(then.out)).toContain("answered for triage:approve, valid");
    const right = await type(80, "chain", "triage:approve", "--at", "2026-10-05");
    expect(flat(right.out)).toContain("Maya Okafor answered for it");
  });

  it.each([80, 120])(
    "timeline: the departure, what was believed, and which run corrected it (%i)",
    async (columns) => {
      const right = await type(columns, "timeline", "triage:approve");
      expect(right).toMatchObject({ code: 0, err: "" });
      expect(flat(right.out)).toContain("believed until run 3");
      expect(right.out).toContain("became known");
      const person = await type(columns, "timeline", "maya@example.com");
      expect(flat(person.out)).toContain("reports to Ines Duarte");
      const team = await type(columns, "timeline", "claims");
      expect(team.out).toContain("is called Claims and");
      expect(flat(team.out)).toContain("1 left");
    },
  );

  it("timeline: the newest ones, and how to see more", async () => {
    const { out } = await type(120, "timeline", "triage:approve", "--limit", "1");
    expect(out).toContain("countersign timeline triage:approve --limit 4");
    const json: unknown = JSON.parse((await type(120, "timeline", "claims", "--json")).out);
    expect(json).toMatchObject({ subject: { kind: "team", key: "hr/claims" }, more: false });
  });

  it("exposure: everything that stood without a living owner, and since when", async () => {
    const all = await type(80, "exposure");
    expect(all).toMatchObject({ code: 3, err: "" });
    expect(flat(all.out)).toContain(
      "1 time in which a decision right stood without a living owner",
    );
    expect(flat(all.out)).toContain("that became known only in run 3 (hr)");
    const since = await type(80, "exposure", "--since", "2026-11-02");
    expect(since).toMatchObject({ code: 0 });
    expect(since.out).toContain("No decision right stood without a living owner unnoticed");
  });

  it.each([
    [["who", "triage", "approve", "--known-at", "run:99"], 1, "There is no run 99 yet."],
    [["who", "triage", "approve", "--known-at", "12"], 2, "neither a time nor a run"],
    [["who", "triage", "approve", "--known-at", "yesterday"], 2, "is not a time"],
    [["who", "triage", "approve", "--at", "2027-01-01"], 2, "lies ahead"],
    [["who", "triage", "refuse", "--known-at", "2026-10-20"], 1, "No authorization lets"],
    [["timeline", "nobody@example.com"], 1, "is no authorization"],
    [["timeline", "claims", "--limit", "0"], 2, "is no number of lines"],
    [["exposure", "--since", "soon"], 2, "is not a time"],
  ] as const)("wrong: %j", async (argv, code, words) => {
    const ran = await type(80, ...argv);
    expect(ran.code).toBe(code);
    expect(flat(ran.err)).toContain(words);
  });
});
