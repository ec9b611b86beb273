import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AdoptReport, adopt, unregisteredAgents } from "../../src/runs/adopt.js";
import { lintFolder } from "../../src/sources/registry/lint.js";
import { wipeGraph } from "../support/graph.js";
import { World, agent } from "../support/world.js";
import { joined, login, openFindings, seen, tell } from "./agents-world.js";

let world: World;

beforeAll(async () => {
  world = await World.open();
});

afterAll(() => world.close());

const DAY = (n: number) => `2026-11-${String(n).padStart(2, "0")}T06:00:00Z`;
const registry = () => join(world.folder, "registry");

beforeEach(async () => {
  await wipeGraph(world.context.graph.driver);
  rmSync(registry(), { recursive: true, force: true });
  mkdirSync(registry());
  world.people([
    { id: "maya", name: "Maya Okafor" },
    { id: "leo", name: "Leo Leaver", end: "2026-11-03" },
    { id: "nia", name: "Nia Next", start: "2026-12-01" },
    { id: "ona", name: "Ona Away", leaveFrom: "2026-11-01", leaveTo: "2026-12-30" },
    { id: "tom", name: "Tom Twin", email: "twins@example.com" },
    { id: "tim", name: "Tim Twin", email: "twins@example.com" },
    { id: "sam", name: "Sam Soon", end: "2026-12-20" },
  ]);
  world.registry([]);
  await world.sync(DAY(1));
});

/** Logins `u-maya` and so on, of everybody in the HR files. */
const accounts = ["maya", "leo", "nia", "ona", "tom", "sam"].map((id) => login(`u-${id}`, id));

async function order(
  given: string | null,
  more: { print?: boolean; day?: number } = {},
): Promise<AdoptReport> {
  const { print = false, day = 10 } = more;
  return await adopt(world.at(DAY(day)), { agent: given, folder: registry(), print });
}

async function refusal(given: string): Promise<{ code: unknown; message: string; next: unknown }> {
  const error: unknown = await order(given).catch((one: unknown) => one);
  if (!(error instanceof Error)) throw new Error(`"${given}" was not refused`);
  return {
    code: "code" in error ? error.code : null,
    message: error.message,
    next: "next" in error ? error.next : null,
  };
}

describe("the sponsor that is proposed", () => {
  const refs = (...ids: readonly string[]) => ({ sponsorRefs: ids.map((id) => `u-${id}`) });

  beforeEach(async () => {
    await tell(world, DAY(2), {
      accounts: [...accounts, login("u-robot", null, { nature: "service" })],
      agents: [
        seen("works", refs("maya")),
        seen("left", refs("leo")),
        seen("next", refs("nia")),
        seen("away", refs("ona")),
        seen("soon", refs("sam")),
        seen("twin", refs("tom")),
        seen("robot", refs("robot")),
        seen("stranger", refs("nobody")),
        seen("none"),
        seen("second", refs("leo", "maya")),
        seen("built", { ...refs("maya"), ownerRefs: ["u-maya"] }),
      ],
    });
    await world.sync(DAY(10));
  });

  it("is who works here and is meant by the address; else it is said why nobody is", async () => {
    const agents = await unregisteredAgents(world.at(DAY(10)), [registry()]);
    const told = Object.fromEntries(
      agents.map(({ nativeId, sponsor }) => [nativeId, [sponsor.address, sponsor.remark]]),
    );
    const maya = "maya@example.com";
    expect(told).toEqual({
      works: [maya, null],
      left: [null, "Leo Leaver has left."],
      next: [null, "Nia Next has not begun to work here."],
      away: ["ona@example.com", "Ona Away is on leave."],
      soon: ["sam@example.com", "Sam Soon is leaving."],
      twin: [null, "No address is known that means Tom Twin and nobody else."],
      robot: [null, "Nobody knows whose login entra/u-robot is."],
      stranger: [null, "Nobody knows whose login entra/u-nobody is."],
      none: [null, '"entra" names no sponsor.'],
      second: [maya, null],
      built: [
        maya,
        "Maya Okafor may configure it too: whoever built it may not own what it decides.",
      ],
    });
  });

  it("never names somebody who has left as owner, in none of the documents", async () => {
    const { adopted } = await order(null);
    expect(adopted).toHaveLength(11);
    const owners = adopted.flatMap(({ text }) => text.match(/^# owner:.*$/gm) ?? []);
    expect(new Set(owners)).toEqual(
      new Set([
        "# owner:",
        "# owner: maya@example.com",
        "# owner: ona@example.com",
        "# owner: sam@example.com",
      ]),
    );
    expect(adopted.map(({ text }) => text).join("")).not.toContain("leo@example.com");
    expect(await lintFolder("registry", { baseDir: world.folder })).toMatchObject({ problems: [] });
  });
});

describe("adopt, lint, sync", () => {
  it("clears the finding, and the next adopt has nothing to do", async () => {
    await tell(world, DAY(2), { agents: [seen("a", { name: "Refund helper" })] });
    expect(await openFindings(world)).toEqual(["AGENT_UNREGISTERED entra/a warning"]);
    const { adopted } = await order("refund HELPER");
    expect(adopted).toEqual([
      expect.objectContaining({
        key: "entra/a",
        id: "refund-helper",
        file: join(registry(), "agents", "refund-helper.yaml"),
      }),
    ]);
    expect(readFileSync(adopted[0]?.file ?? "", "utf8")).toBe(adopted[0]?.text);
    const [waiting] = await unregisteredAgents(world.at(DAY(10)), [registry()]);
    expect(waiting?.document).toMatch(/^registry\/agents\/refund-helper\.yaml:\d+$/);
    expect(await refusal("entra/a")).toMatchObject({
      code: "ADOPT_REFUSED",
      message: expect.stringMatching(
        /^registry\/agents\/refund-helper\.yaml:\d+ claims entra\/a already\.$/,
      ),
    });
    const report = await world.sync(DAY(11));
    expect(report.sources.flatMap((one) => one.problems)).toEqual([]);
    expect(report.findings).toMatchObject({ cleared: 1 });
    expect(await joined(world)).toEqual(["entra/a → refund-helper"]);
    expect(await unregisteredAgents(world.at(DAY(11)), [registry()])).toEqual([]);
    expect(await refusal("entra/a")).toMatchObject({
      code: "ADOPT_REFUSED",
      message: '"Refund helper" (entra/a) is registered already, as refund-helper.',
    });
    expect(await order(null)).toEqual({ printed: false, adopted: [], refused: [] });
  });

  it("F41 a hostile name is a title and nothing else", async () => {
    const name = "x\n---\nkind: Authorization\nagent: refunds # {{ }} <b>";
    await tell(world, DAY(2), { agents: [seen("a", { name })] });
    const { adopted } = await order("entra/a");
    expect(adopted[0]?.id).toBe("x-kind-authorization-agent-refunds-b");
    await world.sync(DAY(11));
    expect(await world.cypher("MATCH (g:Agent) RETURN g.title AS title")).toEqual([
      { title: "x --- kind: Authorization agent: refunds # {{ }} <b>" },
    ]);
    expect(await world.cypher("MATCH (a:Authorization) RETURN a")).toEqual([]);
  });

  it("--print writes nothing", async () => {
    await tell(world, DAY(2), { agents: [seen("a")] });
    const { adopted, printed } = await order("entra/a", { print: true });
    expect(printed).toBe(true);
    expect(adopted[0]?.text).toContain("kind: Agent");
    expect(() => readFileSync(adopted[0]?.file ?? "")).toThrow("ENOENT");
  });
});

describe("the id", () => {
  it("is nobody's: not in the folder, not of a document with problems, not of one that is gone (G2)", async () => {
    const bot = { name: "Bot" };
    world.registry([agent("bot")]);
    await world.sync(DAY(2));
    world.registry([agent("BOT-2")]);
    world.file("registry/bad.yaml", "kind: Agent\nid: bot-3\n");
    await tell(world, DAY(2), { agents: [seen("a", bot), seen("b", bot), seen("c", bot)] });
    const { adopted } = await order(null);
    expect(adopted.map(({ key, id }) => `${key} ${id}`)).toEqual([
      "entra/a bot-4",
      "entra/b bot-5",
      "entra/c bot-6",
    ]);
  });
});

describe("what is not adopted", () => {
  it("an unknown agent: the nearest is offered", async () => {
    await tell(world, DAY(2), { agents: [seen("a", { name: "Refund helper" })] });
    expect(await refusal("Refund helpr")).toEqual({
      code: "AGENT_UNKNOWN",
      message: 'No unregistered agent is called "Refund helpr". Did you mean "Refund helper"?',
      next: "To see them: countersign adopt. An agent is known after the sync of its directory.",
    });
  });

  it("a name of two agents, or an id at two", async () => {
    const twins = [seen("a", { name: "Twin" }), seen("b", { name: "twin" })];
    await tell(world, DAY(2), { agents: twins });
    expect(await refusal("TWIN")).toMatchObject({
      code: "AGENT_AMBIGUOUS",
      next: "Name one by its key: entra/a, entra/b.",
    });
    expect((await order("b")).adopted[0]).toMatchObject({ key: "entra/b" });
  });

  it("one that is disabled, gone, or a blueprint", async () => {
    const agents = [
      seen("off", { status: "disabled" }),
      seen("blue"),
      seen("made", { blueprintRef: "blue", otherIds: ["app-1"] }),
    ];
    await tell(world, DAY(2), { agents: [...agents, seen("lost")] });
    await tell(world, DAY(3), { agents });
    expect((await refusal("entra/off")).message).toBe(
      '"Agent off" (entra/off) is disabled at entra.',
    );
    expect((await refusal("entra/lost")).message).toBe(
      '"Agent lost" (entra/lost) is gone at entra.',
    );
    expect((await refusal("entra/blue")).message).toContain("is a blueprint");
    expect((await order("entra/app-1")).adopted[0]).toMatchObject({ key: "entra/made" });
  });

  it("a file that is there is never overwritten; of all of them the others are written", async () => {
    await tell(world, DAY(2), { agents: [seen("a"), seen("b")] });
    mkdirSync(join(registry(), "agents"));
    const file = join(registry(), "agents", "agent-a.yaml");
    writeFileSync(file, "# mine\n");
    expect(await refusal("entra/a")).toMatchObject({
      code: "ADOPT_REFUSED",
      message: `${file} is there already and was not overwritten.`,
    });
    const { adopted, refused } = await order(null);
    expect(adopted.map(({ key }) => key)).toEqual(["entra/b"]);
    expect(refused).toEqual([
      {
        key: "entra/a",
        name: "Agent a",
        sentence: `${file} is there already and was not overwritten.`,
      },
    ]);
    expect(readFileSync(file, "utf8")).toBe("# mine\n");
  });

  it("nothing is written through a link that leads out of the registry", async () => {
    await tell(world, DAY(2), { agents: [seen("a")] });
    mkdirSync(join(world.folder, "elsewhere"), { recursive: true });
    symlinkSync(join(world.folder, "elsewhere"), join(registry(), "agents"));
    expect(await refusal("entra/a")).toMatchObject({ code: "ADOPT_REFUSED" });
    expect(() => readFileSync(join(world.folder, "elsewhere", "agent-a.yaml"))).toThrow("ENOENT");
  });

  it("a registry folder that is not there; the list does without", async () => {
    await tell(world, DAY(2), { agents: [seen("a")] });
    const nowhere = join(world.folder, "nowhere");
    const asked = adopt(world.at(DAY(10)), { agent: "entra/a", folder: nowhere, print: false });
    await expect(asked).rejects.toMatchObject({ code: "REGISTRY_FOLDER_MISSING" });
    expect(await unregisteredAgents(world.at(DAY(10)), [nowhere])).toHaveLength(1);
  });
});
