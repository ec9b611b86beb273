import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SAMPLE_FILES } from "../../../src/cli/samples.js";
import { loadConfig } from "../../../src/platform/config-file.js";
import { countersign, folderWith } from "./terminal.js";

describe("what is not understood ends with 2, one sentence and what to do", () => {
  test.each([
    [["snyc"], "Unknown command 'snyc'.", "Did you mean sync?"],
    [["sync", "--plna"], "Unknown option '--plna'.", "Did you mean --plan?"],
    [["sync", "more"], "Too many arguments for 'sync'", "countersign sync --help"],
    [
      ["reassign", "a", "b"],
      "Required option '--to <person>' not specified.",
      "countersign reassign --help",
    ],
    [["who"], "Missing required argument 'agent'.", "countersign who --help"],
    [["who", "agent"], 'Which decision class of "agent"?', "as two words or as agent:class"],
    [
      ["who", "a", "b", "--at", "yesterday"],
      '--at "yesterday" is not a time.',
      "2026-06-01T09:00Z",
    ],
    [["who", "a", "b", "--at", "2026-02-30"], '--at "2026-02-30" is not a time.', "Write a day"],
    [
      ["who", "a", "b", "--at", "2027-01-01"],
      "--at 2027-01-01 lies ahead.",
      "a time that has passed",
    ],
    [["sync", "--now", "noon"], '--now "noon" is not a time.', "Write a day"],
    [
      ["findings", "--severity", "bad"],
      "Option '--severity <severity>' argument 'bad' is invalid.",
      "--help",
    ],
    [["attest"], "Which file?", "--template"],
    [
      ["lint", "x", "--online"],
      "--online checks the registry of the config.",
      "Leave the folder out.",
    ],
  ])("%j", async (argv, message, next) => {
    const ran = await countersign(folderWith({}), argv);
    expect(ran.code).toBe(2);
    expect(ran.out).toBe("");
    expect(ran.err).toContain(`error  ${message}`);
    expect(ran.err).toContain(next);
    expect(ran.err).not.toContain("    at ");
  });

  test("nothing at all: the help, and 2", async () => {
    const ran = await countersign(folderWith({}), []);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain("Usage: countersign");
  });
});

describe("--json", () => {
  test.each([
    [["snyc", "--json"], 2, "USAGE"],
    [["--json", "who", "a"], 2, "USAGE"],
    [["sync", "--json"], 1, "CONFIG_MISSING"],
    [["attest", "x.csv", "--json"], 1, "ATTEST_FILE_UNREADABLE"],
  ])("%j is an error object on stdout", async (argv, code, name) => {
    const ran = await countersign(folderWith({}), argv);
    expect(ran.code).toBe(code);
    expect(ran.err).toBe("");
    expect(JSON.parse(ran.out)).toMatchObject({ error: { code: name } });
  });

  test("problems of the config come along, with their places", async () => {
    const ran = await countersign(folderWith({ "countersign.yaml": "x: 1\n" }), ["sync", "--json"]);
    const parsed: unknown = JSON.parse(ran.out);
    expect(parsed).toMatchObject({
      error: {
        code: "CONFIG_INVALID",
        problems: [{ place: { line: 1 } }, { rule: "unknown-key" }],
      },
    });
  });
});

describe("a config that is not there or not right", () => {
  test("one sentence and `countersign init`", async () => {
    const ran = await countersign(folderWith({}), ["sync"]);
    expect(ran.code).toBe(1);
    expect(ran.err).toBe(
      "error  There is no countersign.yaml in this folder or above it.\n" +
        "       Run `countersign init` to write a commented one, or name yours with --config.\n",
    );
  });

  test("every problem, then how many", async () => {
    const ran = await countersign(folderWith({ "c.yaml": "scources: []\n" }), [
      "sync",
      "--config",
      "c.yaml",
    ]);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain("c.yaml:1:1  Unknown key `scources`. Did you mean `sources`?");
    expect(ran.err).toContain("error  c.yaml has 2 problems.");
  });

  test("a login that is no operator is told what to add", async () => {
    const config = "sources:\n  - { id: hr, type: hr-files, folder: hr }\n";
    const ran = await countersign(folderWith({ "countersign.yaml": config }), ["sign", "a:b"]);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('The login "mokafor" may not act');
    expect(ran.err).toContain("- { login: mokafor, person: <e-mail address of that person> }");
  });
});

describe("init", () => {
  test("asks nothing, writes samples that are in order, and names the next command", async () => {
    const folder = folderWith({});
    const ran = await countersign(folder, ["init"]);
    expect(ran).toMatchObject({ code: 0, err: "" });
    for (const file of SAMPLE_FILES) expect(ran.out).toContain(file);
    expect(ran.out).toContain("countersign doctor");
    const { config } = loadConfig(null, {}, folder);
    expect(config.operators).toEqual([{ login: "mokafor", person: "ines.duarte@example.com" }]);
    const people = readFileSync(join(folder, "hr/people.csv"), "utf8");
    expect(people).toContain("maya.okafor@example.com,2021-11-18,2026-11-29,");
    expect(people.trim().split("\n")).toHaveLength(13);
    for (const file of SAMPLE_FILES) {
      expect(readFileSync(join(folder, file), "utf8")).not.toContain("{{");
    }
    expect(await countersign(folder, ["lint"])).toMatchObject({
      code: 0,
      out: "11 documents in 2 files, no problems.\n",
    });
  });

  test("overwrites nothing, and says what is in the way", async () => {
    const folder = folderWith({ "hr/people.csv": "mine" });
    const ran = await countersign(folder, ["init"]);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain("this would overwrite hr/people.csv.");
    expect(readFileSync(join(folder, "hr/people.csv"), "utf8")).toBe("mine");
    expect((await countersign(folder, ["init", "--json"])).out).toContain("INIT_REFUSED");
  });
});

test("what the sample config has commented out can be taken as it stands", async () => {
  const folder = folderWith({});
  await countersign(folder, ["init"]);
  const file = join(folder, "countersign.yaml");
  const all = readFileSync(file, "utf8")
    .replace(/^ *lastResort: \[\]\n/m, "")
    .replaceAll(/^( *)# (?= *[a-z][A-Za-z0-9]*: ?)/gm, "$1");
  writeFileSync(file, all);
  const { config } = loadConfig(null, {}, folder);
  expect(config.governance.lastResort).toEqual(["ines.duarte@example.com"]);
  expect(config.alerts.email?.from).toBe("countersign@example.com");
  expect(config.sources[0]?.schedule?.cron).toBe("0 2 * * *");
  expect(config.policy.sufficientSignatures.medium).toEqual(["authenticated", "attested"]);
});

describe("lint", () => {
  const BAD =
    "kind: DecisionClass\nid: refund\ntitle: Refund\ncriteria: yes please\nimpact: medium\n";

  test("every problem with its place; 1; what is good is not touched", async () => {
    const folder = folderWith({
      "reg/a.yaml": BAD,
      "reg/b.yaml": BAD.replace("id: refund", "id: b") + "threshold: x\n",
    });
    const ran = await countersign(folder, ["lint", "reg"]);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(
      /^reg\/a\.yaml:1:1 {2}threshold is missing\. Say at what point the agent may act/,
    );
    expect(ran.out).toContain(
      "1 problem in 1 of 2 files. The other one is fine and not touched by this.",
    );
  });

  test("places start where the command was started, whatever the config's folder", async () => {
    const config = "sources:\n  - { id: r, type: registry, folder: reg }\n";
    const folder = folderWith({ "countersign.yaml": config, "reg/a.yaml": BAD, "sub/x": "" });
    const ran = await countersign(join(folder, "sub"), ["lint"]);
    expect(ran.out).toContain("../reg/a.yaml:1:1  threshold is missing.");
  });

  test("a folder that is not there is an error", async () => {
    const ran = await countersign(folderWith({}), ["lint", "nowhere"]);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain("The registry folder nowhere is not there.");
  });
});

describe("colours", () => {
  const terminal = { isTTY: true, columns: 80 };
  const ESCAPE = "\u001b[";

  test("on a terminal, unless it or the user wants none", async () => {
    const folder = folderWith({});
    const shown = async (argv: string[], env = {}): Promise<string> =>
      (await countersign(folder, ["sync", ...argv], { env, ...terminal })).err;
    expect(await shown([])).toContain(ESCAPE);
    expect(await shown(["--no-color"])).not.toContain(ESCAPE);
    expect(await shown([], { NO_COLOR: "1" })).not.toContain(ESCAPE);
    expect(await shown([], { TERM: "dumb" })).not.toContain(ESCAPE);
    expect((await countersign(folder, ["sync"])).err).not.toContain(ESCAPE);
  });

  test("help keeps to the width of the terminal", async () => {
    const { out } = await countersign(folderWith({}), ["--help"], terminal);
    const commands = out.split("Exit codes")[0] ?? "";
    expect(Math.max(...commands.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

test("a defect is said to be one; its trace only for who asks", async () => {
  const folder = folderWith({
    "countersign.yaml": "sources:\n  - { id: r, type: registry, folder: r }\n",
  });
  const broken = {
    get PATH(): string {
      throw new Error("no environment today");
    },
  };
  const env = broken as unknown as Record<string, string>;
  const ran = await countersign(folder, ["services", "status"], { env });
  expect(ran.code).toBe(1);
  expect(ran.err).toContain("Something went wrong that was not foreseen: no environment today");
  expect(ran.err).toContain("COUNTERSIGN_DEBUG=1");
  expect(ran.err).not.toMatch(/^ +at /m);
});
