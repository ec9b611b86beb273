import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reassign, verifyLedger } from "../../src/runs/use-cases.js";
import { verifyLedgerFile } from "../../src/runs/ledger-verify.js";
import { runCommandLine } from "../../src/cli/program.js";
import { putBack, takeSnapshot } from "../support/graph-snapshot.js";
import { STAGE, changeCompany, healthy, openCompany } from "../support/small-company.js";
import { World, worldEnvironment } from "../support/world.js";

const OPERATOR = { login: "operator", person: "lead@example.com" };
const REASON = "Ola asked me to";

let world: World;
let whole: Awaited<ReturnType<typeof takeSnapshot>>;

beforeAll(async () => {
  world = await World.open();
  openCompany(world);
  healthy(await world.sync(STAGE.baseline));
  changeCompany(world);
  healthy(await world.sync(STAGE.later));
  const order = { agentId: "bot", decisionClassId: "refund", to: "chief@example.com" };
  const at = world.at("2026-11-04T09:00:00Z");
  const act = await reassign(at, { ...order, operator: OPERATOR, reason: REASON });
  if (act.refused.length > 0) throw new Error(JSON.stringify(act.refused));
  whole = await takeSnapshot(world.context.graph.driver);
});

beforeEach(() => putBack(world.context.graph.driver, whole));
afterAll(() => world.close());

async function edit(text: string, params: Record<string, unknown> = {}): Promise<void> {
  await world.context.graph.write((tx) => tx.run(text, params));
}

async function verdict(kept: string | null = null) {
  return await verifyLedger(world.context, { kept });
}

/** The first thing that is wrong, in short. */
async function first(kept: string | null = null): Promise<string> {
  const { problems } = await verdict(kept);
  return problems.map((one) => `${one.kind} ${one.position ?? `run ${one.run}`}`)[0] ?? "whole";
}

async function cli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const code = await runCommandLine(argv, {
    env: worldEnvironment(),
    cwd: world.folder,
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    login: () => OPERATOR.login,
    now: () => Date.parse("2026-11-05T09:00:00Z"),
  });
  return { code, out, err };
}

describe("the ledger of real runs and acts", () => {
  it("has an entry for every writing transaction, chained in closing order, and is whole", async () => {
    const found = await verdict();
    expect(found).toMatchObject({ problems: [], waiting: 0, from: 1 });
    expect(found.entries).toBeGreaterThan(10);
    expect(found.end.position).toBe(found.entries);
    const rows = await world.cypher(
      "MATCH (e:LedgerEntry) RETURN e.kind AS kind, e.run AS run, e.who AS who ORDER BY e.position",
    );
    expect(new Set(rows.map((row) => row["kind"]))).toEqual(
      new Set(["organisation", "registry", "authorizations", "findings"]),
    );
    const runs = rows.map((row) => Number(row["run"]));
    expect(runs).toEqual(runs.toSorted((a, b) => a - b));
    const [lead] = await world.cypher("MATCH (p:Person {name: 'Lena Lead'}) RETURN p.id AS id");
    expect(rows.at(-1)?.["who"]).toBe(`person ${String(lead?.["id"])}`);
    expect(rows[0]?.["who"]).toBe("source hr");
  });

  it("holds ids, keys and codes: no name, no address, no words of a person (Q10)", async () => {
    const rows = await world.cypher("MATCH (e:LedgerEntry) RETURN properties(e) AS props");
    const text = JSON.stringify(rows);
    expect(text).toContain("OWNER_DEPARTED");
    expect(text).not.toMatch(/@|Lena|Lead|Cleo|Chief|Max|Manager|Ola|Owner"|Pia|asked me/);
  });

  it("Q10 erasing what is shown of a person leaves it whole", async () => {
    await edit("MATCH (p:Person) SET p.name = 'erased', p.email = null, p.login = null");
    await edit("MATCH (e:Employment) SET e.name = 'erased', e.email = null, e.login = null");
    await edit("MATCH (r:Run) SET r.operator = null, r.reason = null");
    expect(await first()).toBe("whole");
  });

  it("the same input again writes no entry (I4)", async () => {
    // The first one says that the document still names somebody else.
    healthy(await world.sync(STAGE.later));
    const before = (await verdict()).entries;
    const again = healthy(await world.sync(STAGE.later));
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect((await verdict()).entries).toBe(before);
  });
});

describe("F45: whatever is edited in the database is named", () => {
  it.each([
    ["e.why = ['identity same']"],
    ["e.after = replace(e.after, '1', '2')"],
    ["e.who = 'person 00000000000000000000000000000000'"],
    ["e.at = e.at + duration('PT1S')"],
    ["e.run = 1"],
    ["e.undoes = 'another'"],
    ["e.note = 'new'"],
    ["e.kind = 'nothing'"],
    ["e.seal = 'x'"],
    ["e.hash = 'x'"],
    ["e.before = null, e.after = null"],
  ])("one property of the fifth entry: %s", async (change) => {
    await edit(`MATCH (e:LedgerEntry {position: 5}) SET ${change}`);
    expect(await first()).toMatch(/^(altered|unreadable|relinked) 5$/);
  });

  it("an entry in the middle deleted, and the last one deleted", async () => {
    await edit("MATCH (e:LedgerEntry {position: 5}) DETACH DELETE e");
    const { problems, end } = await verdict();
    expect(problems[0]).toMatchObject({ kind: "missing", position: 5 });
    expect(problems[1]).toMatchObject({ kind: "runLacksEntries" });
    expect(end.position).toBe(4);
    await putBack(world.context.graph.driver, whole);
    const { end: last } = await verdict();
    await edit("MATCH (e:LedgerEntry {position: $position}) DETACH DELETE e", {
      position: last.position,
    });
    expect(await first()).toBe(`missing ${last.position}`);
  });

  it("two positions swapped", async () => {
    await edit("MATCH (e:LedgerEntry {position: 3}) SET e.position = 3000");
    await edit("MATCH (e:LedgerEntry {position: 4}) SET e.position = 3");
    await edit("MATCH (e:LedgerEntry {position: 3000}) SET e.position = 4");
    expect(await first()).toBe("relinked 3");
  });

  it("a forged entry: behind the last one, in a place of its own, and waiting for one", async () => {
    const { end } = await verdict();
    const copy =
      "MATCH (e:LedgerEntry {position: 2}) CREATE (f:LedgerEntry) SET f = e {.*, id: 'forged'";
    await edit(`${copy}, position: $next}`, { next: end.position + 1 });
    expect(await first()).toBe(`altered ${end.position + 1}`);
    await putBack(world.context.graph.driver, whole);
    await edit(`${copy}, position: -1}`);
    expect(await first()).toBe("runHasMoreEntries run 1");
    await putBack(world.context.graph.driver, whole);
    await edit(`${copy}, position: null, hash: null, previous: null}`);
    await edit("MATCH (r:Run {number: 1}) SET r.unchained = true");
    const { problems, waiting } = await verdict();
    expect(problems.map((one) => one.kind)).toEqual(["runHasMoreEntries"]);
    expect(waiting).toBeGreaterThan(0);
  });

  it("the head: set back, moved on, another hash, deleted", async () => {
    const { end } = await verdict();
    const seen: string[] = [];
    for (const change of [
      "SET h.position = h.position - 1",
      "SET h.position = h.position + 1",
      "SET h.hash = 'x'",
      "DELETE h",
    ]) {
      await edit(`MATCH (h:LedgerHead) ${change}`);
      seen.push(await first());
      await putBack(world.context.graph.driver, whole);
    }
    expect(seen).toEqual([
      `beyondHead ${end.position}`,
      `missing ${end.position + 1}`,
      `headDiffers ${end.position}`,
      `headMissing ${end.position}`,
    ]);
  });

  it("an entry deleted before it had its place is missed by its run", async () => {
    await edit("MATCH (h:LedgerHead) SET h.position = 'broken'");
    const reason = { operator: OPERATOR, reason: REASON };
    const order = { agentId: "bot", decisionClassId: "refund", to: "manager@example.com" };
    const act = await reassign(world.at("2026-11-04T10:00:00Z"), { ...order, ...reason });
    expect(act.refused).toEqual([]);
    expect((await verdict()).waiting).toBe(1);
    await edit("MATCH (e:LedgerEntry) WHERE e.position IS NULL DETACH DELETE e");
    const { problems } = await verdict();
    expect(problems.map((one) => one.kind)).toEqual(["headMissing", "runLacksEntries"]);
    expect(problems[1]?.run).toBe(act.run);
  });

  it("a chain rewritten from its beginning verifies, and only a hash kept elsewhere tells", async () => {
    const kept = (await verdict()).end.hash;
    const later = await verdict(kept);
    expect(later).toMatchObject({ problems: [], keptAt: later.end.position });
    await edit("MATCH (e:LedgerEntry) WHERE e.position > 3 DETACH DELETE e");
    await edit("MATCH (r:Run) SET r.entries = COUNT { MATCH (e:LedgerEntry {run: r.number}) }");
    await edit(
      "MATCH (h:LedgerHead), (e:LedgerEntry {position: 3}) SET h.position = 3, h.hash = e.hash",
    );
    expect(await first()).toBe("whole");
    expect((await verdict(kept)).problems.map((one) => one.kind)).toEqual(["keptHashAbsent"]);
  });
});

describe("ledger export, and what the command line says", () => {
  it("goes out line by line and verifies without the database", async () => {
    const exported = await cli("ledger", "export", "--out", "ledger.jsonl");
    expect(exported).toMatchObject({ code: 0, err: "" });
    const path = join(world.folder, "ledger.jsonl");
    const { end } = await verdict();
    expect(exported.out).toContain(end.hash);
    const file = await verifyLedgerFile(path, { kept: end.hash });
    expect(file).toMatchObject({ problems: [], end, from: 1, keptAt: end.position });
    expect(await cli("ledger", "export", "--out", "ledger.jsonl")).toMatchObject({
      code: 1,
      err: expect.stringContaining("was not overwritten") as string,
    });
    expect((await cli("ledger", "export")).out).toBe(readFileSync(path, "utf8"));
    const some = await cli("ledger", "export", "--since", "4");
    writeFileSync(join(world.folder, "some.jsonl"), some.out);
    const part = await verifyLedgerFile(join(world.folder, "some.jsonl"), { kept: null });
    expect(part).toMatchObject({ problems: [], from: 4, end });
  });

  it("names the line of an export that was edited, cut or is none", async () => {
    const lines = (await cli("ledger", "export")).out.trimEnd().split("\n");
    const write = (changed: readonly string[]) =>
      writeFileSync(join(world.folder, "edited.jsonl"), changed.join("\n"));
    const said = async () => await cli("ledger", "verify", "--file", "edited.jsonl");
    write(lines.with(2, lines[2]?.replace("organisation", "identity") ?? ""));
    expect(await said()).toMatchObject({
      code: 1,
      out: expect.stringContaining("position 3") as string,
    });
    write(lines.toSpliced(3, 1));
    expect((await said()).out).toContain("position 4 is missing");
    write(lines.with(1, "{"));
    expect((await said()).out).toContain("line 2");
    expect(await cli("ledger", "verify", "--file", "nowhere.jsonl")).toMatchObject({
      code: 1,
      err: expect.stringContaining("cannot be read") as string,
    });
  });

  it("verify says whole and the hash to keep, or the first broken entry and exit 1", async () => {
    const good = await cli("ledger", "verify");
    expect(good).toMatchObject({ code: 0, err: "" });
    expect(good.out).toMatch(/^whole {2}\d+ entries read[\s\S]*--head: [0-9a-f]{64}/);
    await edit("MATCH (e:LedgerEntry {position: 5}) SET e.who = 'service'");
    const bad = await cli("ledger", "verify");
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/broken[\s\S]*position 5, run \d+, entry [0-9a-f-]{36}/);
    const data = JSON.parse((await cli("ledger", "verify", "--json")).out) as {
      problems: { kind: string; position: number }[];
    };
    expect(data.problems[0]).toMatchObject({ kind: "altered", position: 5 });
  });

  it("shows entries with the names of now, by position or id", async () => {
    const list = await cli("ledger", "list", "--limit", "3");
    expect(list.out).toContain("Lena Lead");
    const { end } = await verdict();
    const shown = await cli("ledger", "show", String(end.position));
    expect(shown.out).toContain("Cleo Chief");
    const id = /entry +([0-9a-f-]{36})/.exec(shown.out)?.[1] ?? "";
    expect((await cli("ledger", "show", id)).out).toBe(shown.out);
  });

  it("wrong things typed are told", async () => {
    expect(await cli("ledger", "verify", "--head", "abc")).toMatchObject({ code: 2, out: "" });
    expect(await cli("ledger", "list", "--limit", "many")).toMatchObject({ code: 2, out: "" });
    expect(await cli("ledger", "export", "--since", "0")).toMatchObject({ code: 2, out: "" });
    expect(await cli("undo", "1")).toMatchObject({ code: 2 });
    for (const argv of [
      ["ledger", "show", "nothing"],
      ["ledger", "show", "99999"],
      ["undo", "nothing", "--reason", "x"],
    ])
      expect(await cli(...argv)).toMatchObject({
        code: 1,
        out: "",
        err: expect.stringContaining("has no entry") as string,
      });
  });
});
