import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigInvalidError, loadConfig } from "../../../src/platform/config-file.js";
import { CountersignError } from "../../../src/platform/errors.js";
import { formatProblem } from "../../../src/platform/problem.js";
import { folderWith } from "./terminal.js";

const GOOD = "sources:\n  - { id: hr, type: hr-files, folder: hr }\n";

function problemsOf(text: string): string[] {
  const folder = folderWith({ "countersign.yaml": text });
  try {
    loadConfig(null, {}, folder);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigInvalidError)) throw error;
    return error.problems.map(formatProblem);
  }
}

function errorOf(work: () => unknown): CountersignError {
  try {
    work();
  } catch (error) {
    if (error instanceof CountersignError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("a column that no field answers to", () => {
  test("is told with the field that was meant, or with all of them", () => {
    const of = (columns: string): string[] =>
      problemsOf(`sources:\n  - { id: hr, type: hr-files, folder: hr, columns: ${columns} }\n`);
    expect(of("{ workerid: X }")[0]).toContain("Did you mean `workerId`?");
    expect(of("{ zzz: X }")[0]).toContain("Known here: workerId, recordId,");
  });
});

describe("finding the config", () => {
  test("in the folder, or in the nearest one above it", () => {
    const folder = folderWith({ "countersign.yaml": GOOD });
    mkdirSync(join(folder, "a", "b"), { recursive: true });
    const loaded = loadConfig(null, {}, join(folder, "a", "b"));
    expect(loaded.dir).toBe(folder);
    expect(loaded.path).toBe(join(folder, "countersign.yaml"));
  });

  test("by name first, then by COUNTERSIGN_CONFIG", () => {
    const named = GOOD.replace("id: hr", "id: named");
    const variable = GOOD.replace("id: hr", "id: variable");
    const folder = folderWith({ "countersign.yaml": GOOD, "n.yaml": named, "v.yaml": variable });
    const env = { COUNTERSIGN_CONFIG: "v.yaml" };
    expect(loadConfig("n.yaml", env, folder).config.sources[0]?.id).toBe("named");
    expect(loadConfig(null, env, folder).config.sources[0]?.id).toBe("variable");
  });

  test("without one: a sentence, and what to run", () => {
    const folder = folderWith({});
    const error = errorOf(() => loadConfig(null, {}, folder));
    expect(error.code).toBe("CONFIG_MISSING");
    expect(error.next).toContain("countersign init");
    expect(errorOf(() => loadConfig("x.yaml", {}, folder)).message).toBe(
      "There is no config at x.yaml.",
    );
  });

  test("a folder in its place is said to be unreadable", () => {
    const folder = folderWith({ "countersign.yaml/x": "" });
    expect(errorOf(() => loadConfig(null, {}, folder)).code).toBe("CONFIG_UNREADABLE");
  });
});

describe("F40: every problem at once, with its place and what to write", () => {
  test("unknown keys name the nearest known one", () => {
    expect(problemsOf(`scources: []\n${GOOD}`)).toEqual([
      "countersign.yaml:1:1  Unknown key `scources`. Did you mean `sources`?",
    ]);
    expect(problemsOf(GOOD.replace("folder", "foldr"))).toEqual([
      "countersign.yaml:2:5  sources[1].folder is missing: folder with the HR files, relative to this config.",
      "countersign.yaml:2:31  Unknown key `foldr` in sources[1]. Did you mean `folder`?",
    ]);
  });

  test("wrong values, several lines, in the order of the file", () => {
    const text = [
      "organisation: 3",
      "sources:",
      "  - id: HR Files",
      "    type: hr-files",
      "    folder: hr",
      "    zone: Europ/Madrid",
      "  - id: reg",
      "    type: regisrty",
      "policy:",
      "  clockDays: { low: -1 }",
      "  successionOrder: [manager, managr]",
    ].join("\n");
    expect(problemsOf(text)).toEqual([
      "countersign.yaml:1:15  organisation must be text.",
      'countersign.yaml:3:9  sources[1].id "HR Files" does not fit: it is lower-case letters, digits and dashes.',
      'countersign.yaml:6:11  sources[1].zone "Europ/Madrid" is not an IANA time zone such as Europe/Madrid.',
      'countersign.yaml:8:11  sources[2].type "regisrty" is not known. Did you mean `registry`?',
      "countersign.yaml:10:21  policy.clockDays.low must be 0 or more.",
      'countersign.yaml:11:30  policy.successionOrder[2] "managr" is not known. Did you mean `manager`?',
    ]);
  });

  test("what only shows across lines: ids taken twice, sources that are not there, no cron", () => {
    const text = [
      "sources:",
      "  - { id: hr, type: hr-files, folder: a, schedule: { cron: nightly } }",
      "  - { id: hr, type: registry, folder: b, organisation: hrr }",
      "operators:",
      "  - { login: ana, person: ana@example.com }",
      "  - { login: ana, person: bea@example.com }",
    ].join("\n");
    expect(problemsOf(text)).toEqual([
      'countersign.yaml:2:60  "nightly" is not a cron pattern. Write five fields, minute hour day month weekday: "0 2 * * *" is two at night.',
      'countersign.yaml:3:11  The id "hr" is taken by sources[1]. Give every source an id of its own; it names the source for good.',
      'countersign.yaml:3:56  There is no source "hrr". Did you mean `hr`?',
      'countersign.yaml:6:14  The login "ana" is listed twice. One login is one person.',
    ]);
  });

  test("what a source is, and how it signs in: which there are, or which was meant", () => {
    const text = [
      "sources:",
      "  - { id: a, type: slack }",
      "  - { id: b }",
      "  - { id: c, type: okta, orgUrl: example.okta.com, auth: { how: tokn }, manager: {} }",
      "  - { id: d, type: okta, orgUrl: 'http://d.okta.com', auth: { how: token, tokenenv: X } }",
    ].join("\n");
    expect(problemsOf(text)).toEqual([
      "countersign.yaml:2:20  sources[1].type must be one of: hr-files, hr-https, okta, entra, registry.",
      "countersign.yaml:3:5  sources[2].type is missing: one of hr-files, hr-https, okta, entra, registry.",
      'countersign.yaml:4:34  sources[3].orgUrl "example.okta.com" does not fit: it is a whole address, such as https://example.com.',
      'countersign.yaml:4:65  sources[3].auth.how "tokn" is not known. Did you mean `token`?',
      "countersign.yaml:4:82  sources[3].manager.how is missing: one of attribute, linkedObject, none.",
      "countersign.yaml:5:34  sources[4].orgUrl is neither https, nor http on 127.0.0.1 or localhost.",
      "countersign.yaml:5:61  sources[4].auth.tokenEnv is missing: holds the API token.",
      "countersign.yaml:5:75  Unknown key `tokenenv` in sources[4].auth. Did you mean `tokenEnv`?",
    ]);
  });

  const OKTA = "type: okta, auth: { how: token, tokenEnv: T }";
  const ENTRA = "type: entra, clientId: c, auth: { how: secret, secretEnv: S }";

  test("sources that are named and not there, or of another kind than can be meant", () => {
    const text = [
      "sources:",
      "  - { id: hr, type: hr-files, folder: hr }",
      `  - { id: okta, orgUrl: "https://a.okta.com", ${OKTA}, workerIds: { employeeNumber: hrr } }`,
      `  - { id: entra, tenantId: t, ${ENTRA}, workerIds: { employeeId: registry, department: entra } }`,
      "  - { id: registry, type: registry, folder: r, organisation: registry }",
      "identity:",
      "  employment: [hr, registry, workday]",
      "  account: [hr, oktaa, okta]",
    ].join("\n");
    expect(problemsOf(text)).toEqual([
      'countersign.yaml:3:123  There is no source "hrr". Did you mean `hr`?',
      'countersign.yaml:4:119  "registry" is a registry. A registry gives out no worker ids: name the HR source that does.',
      'countersign.yaml:4:141  `department` of "entra" cannot hold ids that "entra" itself gives out. Name the source whose worker ids it holds.',
      'countersign.yaml:5:62  "registry" is a registry. A registry has no teams and positions of its own: name the source that has them.',
      'countersign.yaml:7:20  "registry" is a registry. A registry says nothing of who works here: name HR sources or directories.',
      'countersign.yaml:7:30  There is no source "workday". Write the id of a source of this config: hr, okta, entra.',
      'countersign.yaml:8:13  "hr" is an HR source. Only a directory knows logins: name sources of type okta or entra.',
      'countersign.yaml:8:17  There is no source "oktaa". Did you mean `okta`?',
    ]);
  });

  test("without an HR source directories may agree on worker ids of nobody's", () => {
    const worker = "workerIds: { employeeNumber: worker }";
    const okta = `  - { id: okta, orgUrl: "https://a.okta.com", ${OKTA}, ${worker} }\n`;
    expect(problemsOf(`sources:\n${okta}`)).toEqual([]);
    expect(problemsOf(`${GOOD}${okta}`)).toEqual([
      'countersign.yaml:3:123  There is no source "worker". Write the id of a source of this config: hr.',
    ]);
  });

  test("one directory twice, by its address or its tenant; the address of the Admin Console", () => {
    const text = [
      "sources:",
      `  - { id: a, orgUrl: "https://a.okta.com", tenant: 00oA, ${OKTA} }`,
      `  - { id: b, orgUrl: "https://A.okta.com/", ${OKTA} }`,
      `  - { id: c, orgUrl: "https://login.a.com", tenant: 00oA, ${OKTA} }`,
      `  - { id: d, orgUrl: "https://d-admin.okta.com", ${OKTA} }`,
      `  - { id: e, tenantId: 1B5E, ${ENTRA} }`,
      `  - { id: f, tenantId: 1b5e, ${ENTRA} }`,
    ].join("\n");
    const twice = "Leave one of the two out: every login would be read twice.";
    expect(problemsOf(text)).toEqual([
      `countersign.yaml:3:22  This is the org of sources[1] again. ${twice}`,
      `countersign.yaml:4:53  This is the org of sources[1] again. ${twice}`,
      "countersign.yaml:5:22  This is the address of the Admin Console. Write the org's own: https://d.okta.com.",
      `countersign.yaml:7:24  This is the tenant of sources[5] again. ${twice}`,
    ]);
  });

  test.each([
    ["a tab", "sources:\n\t- id: hr\n", "countersign.yaml:2:1  This is not YAML: tabs"],
    [
      "a key twice",
      `${GOOD}sources: []\n`,
      "countersign.yaml:3:1  This is not YAML: map keys must be unique",
    ],
    [
      "an open quote",
      'organisation: "My\n',
      "countersign.yaml:2:1  This is not YAML: missing closing",
    ],
    [
      "two documents",
      `${GOOD}---\n${GOOD}`,
      "countersign.yaml:3:1  This is not YAML: source contains multiple",
    ],
    [
      "an unknown anchor",
      "sources: *hr\n",
      "countersign.yaml:1:10  This is not YAML: unresolved alias",
    ],
  ])("%s is told with its place", (_, text, expected) => {
    expect(problemsOf(text)[0]).toContain(expected);
  });

  test.each([
    ["empty", "", "sources is missing"],
    ["only a comment", "# nothing yet\n", "sources is missing"],
    ["a list", "- 1\n", "the config must be keys and values"],
    ["no source", "sources: []\n", "sources must not be empty"],
  ])("a config that is %s", (_, text, expected) => {
    expect(problemsOf(text).join("\n")).toContain(expected);
  });

  test("F44: an address is not repeated, it may hold a password", () => {
    const problems = problemsOf(
      `${GOOD}redis: { url: [redis://:secret@host] }\nneo4j: { urii: bolt://u:secret@h }\n`,
    );
    expect(problems).toHaveLength(2);
    expect(problems.join("\n")).not.toContain("secret");
  });
});

test("F44: a secret where its variable belongs is not repeated", () => {
  const problems = problemsOf(
    'sources:\n  - { id: e, type: entra, tenantId: t, clientId: c, auth: { how: secret, secretEnv: "Q8~abc-def" } }\n',
  );
  expect(problems).toEqual([
    "countersign.yaml:2:85  sources[1].auth.secretEnv does not fit: it is the name of an environment variable, not the secret itself.",
  ]);
});

describe("the environment", () => {
  test("goes before the file; an empty variable does not count", () => {
    const folder = folderWith({
      "countersign.yaml": `${GOOD}neo4j: { uri: "bolt://file:1", user: f }\nredis: { url: "redis://file:1" }\n`,
    });
    const named = loadConfig(
      null,
      { NEO4J_URI: "bolt://env:2", REDIS_URL: "redis://env:2" },
      folder,
    );
    expect(named.config.neo4j).toMatchObject({ uri: "bolt://env:2", user: "f" });
    expect(named.config.redis.url).toBe("redis://env:2");
    const empty = loadConfig(null, { NEO4J_URI: "", NEO4J_USER: "" }, folder);
    expect(empty.config.neo4j).toMatchObject({ uri: "bolt://file:1", user: "f" });
  });
});
