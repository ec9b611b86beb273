import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigInvalidError, loadConfig } from "../../../src/platform/config-file.js";
import { formatProblem } from "../../../src/platform/problem.js";
import { countersign, folderWith } from "./terminal.js";

const text = (folder: string): string => readFileSync(join(folder, "countersign.yaml"), "utf8");

async function connected(...argv: string[]): Promise<{ folder: string; out: string }> {
  const folder = folderWith({});
  const ran = await countersign(folder, ["init", ...argv]);
  expect(ran).toMatchObject({ code: 0, err: "" });
  return { folder, out: ran.out };
}

describe("init for sources of one's own", () => {
  test.each([
    [["--okta"], ["okta", "registry"], "worker"],
    [["--entra"], ["entra", "registry"], "worker"],
    [["--okta", "--entra"], ["okta", "entra", "registry"], "worker"],
    [["--hr-https"], ["hr", "registry"], null],
    [["--hr-https", "bamboohr", "--entra"], ["hr", "entra", "registry"], "hr"],
    [["--entra", "--okta", "--hr-https", "plain"], ["hr", "okta", "entra", "registry"], "hr"],
  ])("%j: a config that holds, and a registry to fill", async (argv, ids, workers) => {
    const { folder, out } = await connected(...argv);
    const { config } = loadConfig(null, {}, folder);
    expect(config.sources.map(({ id }) => id)).toEqual(ids);
    for (const source of config.sources) {
      if (source.type !== "okta" && source.type !== "entra") continue;
      expect(Object.values(source.workerIds ?? {})).toEqual([workers]);
    }
    expect(text(folder)).not.toContain("{{");
    expect(existsSync(join(folder, "registry/README.md"))).toBe(true);
    for (const next of ["countersign doctor", "countersign sync --plan", "countersign adopt"]) {
      expect(out).toContain(next);
    }
    expect((await countersign(folder, ["lint"])).code).toBe(0);
  });

  test.each([
    ["workday", "WORKDAY_USER"],
    ["bamboohr", "BAMBOOHR_API_KEY"],
    ["plain", "HR_TOKEN"],
  ])("--hr-https %s is what is written, the others are comments", async (system, variable) => {
    const { folder, out } = await connected("--hr-https", system);
    const [hr] = loadConfig(null, {}, folder).config.sources;
    expect(hr).toMatchObject({ type: "hr-https", preset: system });
    expect(out).toContain(`in ${variable}, which is not set.`);
    expect(text(folder)).toContain("onlyCurrent=false");
    expect(text(folder)).toContain("View URLs");
  });

  test("everything that is missing is told, with where it is found; what is set is not", async () => {
    const folder = folderWith({});
    const argv = ["init", "--okta", "--entra", "--hr-https", "--json"];
    const ran = await countersign(folder, argv, { env: { OKTA_API_TOKEN: "t" } });
    const answer = JSON.parse(ran.out) as { missing: { subject: string; sentence: string }[] };
    expect(answer.missing.map(({ subject, sentence }) => `${subject}: ${sentence}`)).toEqual([
      "hr: `url:` is not filled in yet.",
      'hr: Source "hr" needs the user name in WORKDAY_USER, which is not set.',
      'hr: Source "hr" needs the password in WORKDAY_PASSWORD, which is not set.',
      "okta: `orgUrl:` is not filled in yet.",
      "entra: `tenantId:` is not filled in yet.",
      "entra: `clientId:` is not filled in yet.",
      'entra: Source "entra" needs the client secret in ENTRA_CLIENT_SECRET, which is not set.',
    ]);
  });

  test("F44 what init could not know leads nowhere: a secret goes to nobody's server", async () => {
    const { folder } = await connected("--okta", "--hr-https", "plain");
    const addresses = [...text(folder).matchAll(/^ *(?:url|orgUrl): (\S+)$/gm)];
    expect(addresses).toHaveLength(2);
    for (const [, address = ""] of addresses)
      expect(new URL(address).hostname).toMatch(/\.example$/);
  });

  test("overwrites nothing, also not half of it", async () => {
    const folder = folderWith({ "registry/README.md": "mine" });
    const ran = await countersign(folder, ["init", "--okta"]);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain("this would overwrite registry/README.md.");
    expect(existsSync(join(folder, "countersign.yaml"))).toBe(false);
  });

  test.each([["--okta"], []])(
    "a file where a folder belongs: nothing written (%s)",
    async (...argv) => {
      const folder = folderWith({ registry: "mine" });
      const ran = await countersign(folder, ["init", ...argv]);
      expect(ran.code).toBe(1);
      expect(ran.err).toContain("Nothing was written");
      expect(ran.err).not.toContain("not foreseen");
      expect(existsSync(join(folder, "countersign.yaml"))).toBe(false);
    },
  );

  test("an HR system that has no preset is refused with those that have", async () => {
    const ran = await countersign(folderWith({}), ["init", "--hr-https", "workdy"]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain("Allowed choices are workday, bamboohr, plain.");
  });
});

describe("what the written configs have commented out can be taken as it stands", () => {
  const INSTEAD = [
    ["okta", "tenant: 00o...", "orgUrl"],
    ["okta", "auth: { how: oauth, clientId: 0oa..., privateKeyEnv: OKTA_PRIVATE_KEY }", "auth"],
    ["okta", "nonHuman: { userType: [service, shared] }", ""],
    ["okta", "agents: false", ""],
    ["okta", 'schedule: { cron: "*/15 * * * *" }', ""],
    [
      "entra",
      "auth: { how: certificate, privateKeyEnv: ENTRA_PRIVATE_KEY, certificateEnv: ENTRA_CERTIFICATE }",
      "auth",
    ],
    ["entra", "nonHuman: { employeeType: [service, shared] }", ""],
    ["entra", "signIns: true", ""],
    ["hr-https", "teamsUrl: https://hr.your-company.example/teams", ""],
    ["hr-https", "columns: { workerId: Employee_ID, endDate: Termination_Date }", ""],
  ] as const;

  test.each(INSTEAD)("%s: %s", async (source, line, instead) => {
    const { folder } = await connected(`--${source}`);
    const written = text(folder);
    expect(written).toContain(`    # ${line}\n`);
    const taken = written
      .replace(instead === "auth" ? / {4}auth: .*\n/ : "", "")
      .replace(`    # ${line}\n`, `    ${line}\n`);
    expect(problemsOf(taken)).toEqual([]);
  });

  test("an HR folder in place of none asks for the worker ids to be its own", async () => {
    const { folder } = await connected("--okta");
    const taken = text(folder).replace(
      "# - { id: hr, type: hr-files",
      "- { id: hr, type: hr-files",
    );
    expect(problemsOf(taken)).toEqual([
      expect.stringContaining(
        'There is no source "worker". Write the id of a source of this config: hr.',
      ),
    ]);
    expect(problemsOf(taken.replace("employeeNumber: worker", "employeeNumber: hr"))).toEqual([]);
  });

  function problemsOf(config: string): string[] {
    try {
      loadConfig(null, {}, folderWith({ "countersign.yaml": config }));
      return [];
    } catch (error) {
      if (!(error instanceof ConfigInvalidError)) throw error;
      return error.problems.map(formatProblem);
    }
  }
});
