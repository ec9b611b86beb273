import { readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { describe, expect, test, vi } from "vitest";
import { runCommandLine } from "../../src/cli/program.js";
import type { DoctorLine } from "../../src/runs/checks.js";
import type { OauthClient } from "../../simulator/okta/auth.js";
import { testDriver } from "../support/graph.js";
import { TENANT_ID } from "../unit/msgraph/tenant.js";
import { countersign, emptyCompany, emptyFolder, environment, sizeOfGraph } from "./support/cli.js";
import {
  type ConfigChange,
  type EstateOptions,
  LOGINS,
  openEstate,
  ORG,
  rolesWithout,
  SECRETS,
  writeConfig,
} from "./support/directories.js";

/** Each test starts several processes, perhaps beside others on two cores. */
vi.setConfig({ testTimeout: 180_000 });

interface Examined {
  readonly code: number | null;
  readonly lines: readonly DoctorLine[];
  /** `failed: sentence` of everything about one subject. */
  readonly of: (subject: string) => readonly string[];
}

interface Examination {
  readonly estate?: EstateOptions;
  readonly config?: ConfigChange;
  readonly env?: Readonly<Record<string, string>>;
  readonly argv?: readonly string[];
  readonly before?: (estate: Awaited<ReturnType<typeof openEstate>>) => void;
}

/** `doctor` on a company of its own, with an empty graph and all its servers answering as they are told. */
async function examine(ask: Examination = {}): Promise<Examined> {
  const folder = await emptyCompany();
  const estate = await openEstate(ask.estate);
  ask.before?.(estate);
  writeConfig(folder, estate, ask.config);
  return examined(folder, ask);
}

/** In this process: what is looked at is what is said. That it ends by itself is another test. */
async function examined(
  folder: string,
  { env = LOGINS, argv = [] }: Pick<Examination, "env" | "argv">,
): Promise<Examined> {
  let out = "";
  const code = await runCommandLine(["doctor", "--json", ...argv], {
    env: environment(env),
    cwd: folder,
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (out += text) },
    login: () => userInfo().username,
    now: Date.now,
  });
  for (const secret of SECRETS) expect(out).not.toContain(secret);
  const lines = JSON.parse(out) as DoctorLine[];
  return {
    code,
    lines,
    of: (subject) =>
      lines
        .filter((line) => line.subject === subject)
        .map(({ state, sentence }) => `${state}: ${sentence}`),
  };
}

/** A key of an Okta service app, and what the org knows of it. */
async function serviceApp(scopes: readonly string[]): Promise<ServiceApp> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  return {
    client: { clientId: "0oaapp", publicKey: await exportJWK(publicKey), scopes },
    auth: { how: "oauth", clientId: "0oaapp", privateKeyEnv: "OKTA_PRIVATE_KEY" },
    env: { ...LOGINS, OKTA_PRIVATE_KEY: await exportPKCS8(privateKey) },
  };
}

interface ServiceApp {
  readonly client: OauthClient;
  readonly auth: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

const nextOf = ({ lines }: Examined, sentence: string): string | null | undefined =>
  lines.find((line) => line.sentence.includes(sentence))?.next;

describe("doctor on an Okta org, an Entra tenant and a Workday report", () => {
  test("all is well: 0 once they were synced, and what a sync would read is shown", async () => {
    const folder = await emptyCompany();
    const estate = await openEstate();
    writeConfig(folder, estate);
    const first = await examined(folder, {});
    expect(first.code).toBe(3);
    expect(first.lines.filter(({ state }) => state === "failed")).toEqual([]);
    expect(first.of("hr")[1]).toContain('workerId from "Employee_ID" (by the preset)');
    expect(first.of("okta")[0]).toBe(
      `remark: signed in at ${new URL(estate.okta.url).host} with an API token; the organisation is ${ORG}`,
    );
    expect(await sizeOfGraph()).toBe(0);
    const synced = await countersign(folder, ["sync"], environment(LOGINS));
    expect(synced.out).toContain("7 employments");
    const second = await examined(folder, {});
    expect(second.lines.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(second.of("okta")[0]).toContain(`the organisation is ${ORG}, as at the first sync`);
    expect(second.of("okta")).toContain(
      "ok: may read: okta.orgs.read, okta.users.read, okta.logs.read, okta.groups.read, okta.aiAgents.read",
    );
    expect(second.of("entra").slice(0, 2)).toEqual([
      expect.stringContaining("ok: Signed in at"),
      `ok: Tenant ${TENANT_ID} answers, as pinned.`,
    ]);
    expect(second.code).toBe(0);
  });

  test("F11 another tenant than at the first sync fails, also where the config names none", async () => {
    const folder = await emptyCompany();
    writeConfig(folder, await openEstate());
    expect([0, 3]).toContain((await countersign(folder, ["sync"], environment(LOGINS))).code);
    writeConfig(folder, await openEstate({ okta: { orgId: "00oother" } }), {
      entra: { tenantId: "11111111-2222-4333-8444-555555555555" },
    });
    const found = await examined(folder, {});
    expect(found.code).toBe(1);
    expect(found.of("okta")[0]).toMatch(
      /^failed: signed in at .*; the organisation is 00oother, and this source was first synced from 00osimulated$/,
    );
    expect(found.of("entra")).toEqual([
      `failed: The config names tenant 11111111-2222-4333-8444-555555555555, and this source was first synced from ${TENANT_ID}.`,
      expect.stringContaining("ok: last synced"),
    ]);
  });

  test("F11 another tenant than the config names fails", async () => {
    const found = await examine({
      config: {
        okta: { tenant: "00onamed" },
        entra: { tenantId: "1b5e7f2a-0000-4000-8000-00000000beef" },
      },
      estate: { entra: { tenantId: "1b5e7f2a-0000-4000-8000-00000000beef" } },
      before: ({ entra }) => {
        entra.faults.on(/organization/, {
          kind: "rewrite",
          change: () => ({ value: [{ id: TENANT_ID }] }),
        });
      },
    });
    expect(found.of("okta")[0]).toContain(
      `the organisation is ${ORG}, and the config names 00onamed`,
    );
    expect(found.of("entra")[1]).toBe(
      `failed: The tenant that answers is ${TENANT_ID}, and the config pins 1b5e7f2a-0000-4000-8000-00000000beef.`,
    );
    expect(found.code).toBe(1);
  });

  test("F44 refused credentials are named by their variables, all at once", async () => {
    const env = {
      ...LOGINS,
      OKTA_API_TOKEN: "wrong-one",
      ENTRA_CLIENT_SECRET: "wrong-two",
      WORKDAY_PASSWORD: "wrong-three",
    };
    const found = await examine({ env });
    expect(JSON.stringify(found.lines)).not.toContain("wrong-");
    expect(found.of("okta")[0]).toMatch(/^failed: .* refuses the API token in OKTA_API_TOKEN/);
    expect(found.of("entra")[0]).toContain("the client secret in ENTRA_CLIENT_SECRET is wrong");
    expect(found.of("hr")[0]).toContain("refused GET /people with status 401");
    expect(nextOf(found, "GET /people")).toContain("WORKDAY_USER and WORKDAY_PASSWORD");
    expect(found.code).toBe(1);
  });

  test("F10 a permission that is missing is named, with what to grant; the others are shown", async () => {
    const { client, auth, env } = await serviceApp([
      "okta.orgs.read",
      "okta.users.read",
      "okta.logs.read",
      "okta.schemas.read",
    ]);
    const found = await examine({
      estate: {
        okta: { oauthClients: [client] },
        entra: { roles: rolesWithout("GroupMember.Read.All") },
      },
      config: { okta: { auth, agents: false } },
      env,
    });
    expect(found.of("okta").filter((line) => line.startsWith("failed"))).toEqual([
      expect.stringContaining("failed: okta.groups.read is missing or not enough"),
    ]);
    expect(nextOf(found, "okta.groups.read is missing")).toContain("Okta API Scopes");
    expect(found.of("entra").filter((line) => line.startsWith("failed"))).toEqual([
      "failed: Groups, their members and owners cannot be read: the application permission GroupMember.Read.All is missing.",
    ]);
    expect(nextOf(found, "GroupMember.Read.All is missing")).toContain(
      "an administrator's consent",
    );
    expect(found.code).toBe(1);
  });

  test("F10 sponsors that are refused are found, though agents can be listed", async () => {
    const found = await examine({
      before: ({ entra }) => {
        const error = { code: "Authorization_RequestDenied", message: "Insufficient privileges." };
        entra.faults.on(/sponsors/, { kind: "status", status: 403, body: { error } });
      },
    });
    expect(found.of("entra")).toContain(
      "failed: Sponsors of agent identities cannot be read, so no agent is.",
    );
  });

  test("F31 a clock that is ten minutes off is told, and why signing in with a key fails by it", async () => {
    const late = (): number => Date.now() + 10 * 60_000;
    const byToken = await examine({ estate: { okta: { now: late } } });
    expect(byToken.of("okta")).toContainEqual(
      expect.stringMatching(/^failed: its clock and ours differ by (59\d|60\d) s$/),
    );
    const { client, auth, env } = await serviceApp(["okta.users.read"]);
    const byKey = await examine({
      estate: { okta: { now: late, oauthClients: [client] } },
      config: { okta: { auth } },
      env,
      argv: ["--now", new Date(Date.now() + 20 * 60_000).toISOString()],
    });
    expect(byKey.of("okta").slice(0, 2)).toEqual([
      expect.stringMatching(/^failed: .* refuses to sign in service app 0oaapp .*invalid_client/),
      expect.stringMatching(/^failed: The clock of this machine is 10 min ahead of that of/),
    ]);
    expect(byKey.of("entra")).toContain(
      "remark: The clock of this machine is 20 minutes ahead of Microsoft's.",
    );
  });

  test("F2 servers that never answer are waited for until the deadline; the program ends", async () => {
    const folder = await emptyCompany();
    const estate = await openEstate();
    const forever = { times: Number.POSITIVE_INFINITY };
    for (const { faults } of [estate.okta, estate.entra, estate.hr]) {
      faults.on(/./, { kind: "hang" }, forever);
    }
    const remote = { deadlineMs: 300 };
    writeConfig(folder, estate, { okta: { remote }, entra: { remote }, hr: { remote } });
    const ran = await countersign(folder, ["doctor"], environment(LOGINS));
    for (const subject of ["okta", "entra", "hr"]) {
      expect(ran.out.replaceAll(/\n {6,}/g, " ")).toMatch(
        new RegExp(`^fail +${subject} +.*does not answer .*no answer in time`, "m"),
      );
    }
    expect(ran.code).toBe(1);
  });

  test("F2 one endpoint that never answers is no missing permission, and the others are told", async () => {
    const found = await examine({
      config: { okta: { remote: { deadlineMs: 300 } } },
      before: ({ okta }) => {
        okta.faults.on(/groups/, { kind: "hang" }, { times: Number.POSITIVE_INFINITY });
      },
    });
    const bad = found.of("okta").filter((line) => line.startsWith("failed"));
    expect(bad).toEqual([expect.stringContaining("does not answer GET /api/v1/groups")]);
    expect(found.of("okta")).toContainEqual(
      expect.stringContaining("ok: may read: okta.orgs.read"),
    );
  });

  test("Q7 attributes and columns that are misspelt are found, with what was meant", async () => {
    const found = await examine({
      config: {
        okta: { workerIds: { employeeNumbr: "hr" } },
        entra: { workerIds: { employeId: "hr" } },
        hr: { columns: { workerId: "Employe_ID" } },
      },
    });
    expect(found.of("okta")).toContain(
      "failed: users of the default type have no attribute `employeeNumbr`. Did you mean `employeeNumber`?",
    );
    expect(found.of("entra")).toContain(
      "failed: Users of this tenant have no property `employeId`. Did you mean `employeeId`?",
    );
    expect(found.of("hr")[0]).toMatch(/^failed: .*"Employe_ID"/);
    expect(found.code).toBe(1);
  });

  test("F12 a report with a bad record is read, and the record is told", async () => {
    const person = { Employee_ID: "E001", Preferred_Name: "Ada", Hire_Date: "2020-01-01" };
    const people = [
      { ...person, Termination_Date: "" },
      { ...person, Employee_ID: "E002", Hire_Date: "soon", Termination_Date: "" },
    ];
    const found = await examine({ estate: { people } });
    expect(found.of("hr")[0]).toMatch(
      /^remark: .*2 employments; 1 problem, the first: .*record 2 {2}Hire_Date "soon" is not a date/,
    );
  });

  test("F10 a teams report that is not there is told beside the people's", async () => {
    const folder = emptyFolder();
    const estate = await openEstate();
    writeConfig(folder, estate, { hr: { teamsUrl: estate.hr.url.replace("people", "teams") } });
    const found = await examined(folder, {});
    expect(found.of("hr")).toContainEqual(
      expect.stringMatching(/^failed: teams are not complete: .*status 404/),
    );
    expect(found.of("hr").filter((line) => line.includes("404"))).toHaveLength(1);
  });
});

describe("doctor on the servers", () => {
  test("a constraint that is missing is named and left alone; the next command makes it", async () => {
    const folder = await emptyCompany();
    expect((await countersign(folder, ["init"])).code).toBe(0);
    expect([0, 3]).toContain((await countersign(folder, ["sync"])).code);
    const driver = await testDriver();
    try {
      await driver.executeQuery("DROP CONSTRAINT account_key");
      for (let look = 0; look < 2; look += 1) {
        const found = await examined(folder, {});
        expect(found.of("graph")[1]).toMatch(
          /^remark: 1 of \d+ constraints are missing: account_key$/,
        );
        expect(found.code).toBe(3);
      }
      expect([0, 3]).toContain((await countersign(folder, ["sync", "--plan"])).code);
      expect((await examined(folder, {})).of("graph")[1]).toMatch(/^ok: \d+ constraints in place/);
    } finally {
      await driver.close();
    }
  });

  test("versions and the eviction policy are shown", async () => {
    const folder = emptyFolder();
    expect((await countersign(folder, ["init"])).code).toBe(0);
    const found = await examined(folder, {});
    expect(found.of("graph")[0]).toMatch(/^ok: Neo4j \d+\.\d+\.\d+, a version that is supported$/);
    expect(found.of("Redis")[1]).toMatch(/^ok: Redis \d+\.\d+\.\d+, eviction policy noeviction/);
  });

  test("a database that is not there is told in one line", async () => {
    const folder = emptyFolder();
    writeConfig(folder, await openEstate());
    const file = join(folder, "countersign.yaml");
    const config = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...config, neo4j: { database: "elsewhere" } }));
    const found = await examined(folder, {});
    expect(found.of("Neo4j")[1]).toMatch(
      /^failed: It answers, and the database "elsewhere" cannot be read: /,
    );
    expect(found.code).toBe(1);
  });
});
