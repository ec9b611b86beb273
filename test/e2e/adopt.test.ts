import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { AdoptReport, UnregisteredAgent } from "../../src/runs/adopt.js";
import { login, seen, tell } from "../integration/agents-world.js";
import { World } from "../support/world.js";
import { answerOf, countersign, refusalOf, type Ran } from "./support/cli.js";

/** Each test starts several processes, perhaps beside others on two cores. */
vi.setConfig({ testTimeout: 180_000 });

const NOW = ["--now", "2026-11-10T09:00Z"];

/** A company in which a directory has shown three agents; each test goes on where the one before it ended. */
describe("agents that no document claims, adopted by hand", () => {
  let world: World;
  const run = (...argv: readonly string[]): Promise<Ran> =>
    countersign(world.folder, [...argv, ...NOW]);

  beforeAll(async () => {
    world = await World.open();
    world.people([
      { id: "maya", name: "Maya Okafor" },
      { id: "leo", name: "Leo Leaver", end: "2026-11-03" },
    ]);
    world.registry([]);
    await world.sync("2026-11-01T06:00:00Z");
    await tell(world, "2026-11-01T06:00:00Z", {
      accounts: [login("u1", "maya"), login("u2", "leo")],
      agents: [
        seen("7f3a", { name: "Refund helper", sponsorRefs: ["u1"] }),
        seen("8c11", { name: "\u001b[31mInvoice\nreader", sponsorRefs: ["u2"] }),
        seen("9d22", { name: "Orphan; rm -rf /" }),
      ],
    });
    await world.sync("2026-11-05T06:00:00Z");
  }, 240_000);

  afterAll(() => world.close());

  test("without an argument it lists them, and what to type next", async () => {
    const ran = await run("adopt");
    expect(ran).toMatchObject({ code: 3, err: "" });
    expect(ran.out).toMatch(/^agent +source\/id +seen since +sponsor$/m);
    expect(ran.out).toMatch(/^Refund helper +entra\/7f3a +1 Nov +Maya Okafor$/m);
    expect(ran.out).toMatch(/^Invoice reader +entra\/8c11 +1 Nov +Leo Leaver has left\.$/m);
    expect(ran.out).toMatch(/^Orphan; rm -rf \/ +entra\/9d22 +1 Nov +nobody known$/m);
    expect(ran.out).toContain("3 agents work and are claimed by no document.");
    expect(ran.out).toMatch(/To write a document for one: countersign adopt entra\/\w+\n/);
    expect(ran.out).toContain("For all of them: countersign adopt --all");
    expect(ran.out).not.toContain("\u001b");
  });

  test("--json lists the same facts", async () => {
    const { code, answer } = await answerOf(world.folder, ["adopt", ...NOW]);
    const agents = answer as UnregisteredAgent[];
    expect(code).toBe(3);
    expect(agents.find((one) => one.nativeId === "7f3a")).toMatchObject({
      key: "entra/7f3a",
      name: "Refund helper",
      source: "entra",
      document: null,
      sponsor: { person: { name: "Maya Okafor" }, address: "maya@example.com", remark: null },
    });
  });

  test("the finding says which command adopts it", async () => {
    const ran = await run("findings");
    expect(ran.code).toBe(3);
    expect(ran.out).toContain(
      '"Refund helper" (entra/7f3a) works at entra and no document claims it',
    );
    expect(ran.out).toContain("Next: countersign adopt entra/7f3a");
  });

  test("--print prints the document and writes nothing", async () => {
    const ran = await run("adopt", "Refund helper", "--print");
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toMatch(/^kind: Agent\nid: refund-helper\ntitle: Refund helper$/m);
    expect(ran.out).toContain("# owner: maya@example.com");
    expect(existsSync(join(world.folder, "registry", "agents"))).toBe(false);
  });

  test("adopt, lint, sync: the finding clears", async () => {
    const adopted = await run("adopt", "entra/7f3a");
    expect(adopted).toMatchObject({ code: 0, err: "" });
    expect(adopted.out).toContain(
      "registry/agents/refund-helper.yaml  Refund helper as refund-helper",
    );
    expect(adopted.out).toContain("Maya Okafor is proposed as owner.");
    expect(adopted.out).toContain("countersign lint, countersign sync");
    expect(
      readFileSync(join(world.folder, "registry/agents/refund-helper.yaml"), "utf8"),
    ).toContain("id: 7f3a");
    expect(await run("lint")).toMatchObject({ code: 0, err: "" });
    expect((await run("adopt")).out).toContain(
      "document written, not synced: registry/agents/refund",
    );
    const synced = await run("sync");
    expect(synced.code).toBe(0);
    expect(synced.out).toContain("1 cleared");
    const left = await run("adopt");
    expect(left.code).toBe(3);
    expect(left.out).not.toContain("entra/7f3a");
  });

  test("--all adopts the rest; then every agent is registered", async () => {
    const { code, answer } = await answerOf(world.folder, ["adopt", "--all", ...NOW]);
    expect(code).toBe(0);
    const { adopted, refused } = answer as AdoptReport;
    expect(refused).toEqual([]);
    expect(adopted.map(({ file }) => file)).toEqual([
      "registry/agents/invoice-reader.yaml",
      "registry/agents/orphan-rm-rf.yaml",
    ]);
    expect(await run("lint")).toMatchObject({ code: 0, err: "" });
    expect((await run("sync")).code).toBe(0);
    expect(await run("adopt")).toMatchObject({
      code: 0,
      out: "Every agent that a directory knows is claimed by a document.\n",
    });
  });

  test("what is refused: one sentence, what to do, 1", async () => {
    const again = await run("adopt", "entra/7f3a");
    expect(again.code).toBe(1);
    expect(refusalOf(again)).toContain("is registered already, as refund-helper");
    const unknown = await run("adopt", "entra/nobody");
    expect(unknown.code).toBe(1);
    expect(refusalOf(unknown)).toBe('No unregistered agent is called "entra/nobody".');
    const folder = await run("adopt", "x", "--folder", "nowhere");
    expect(folder.code).toBe(1);
    expect(refusalOf(folder)).toContain("nowhere is not there");
  });
});
