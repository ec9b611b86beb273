import { afterEach, describe, expect, it } from "vitest";
import { ALL_ROLES } from "../../simulator/msgraph/server.js";
import { checkEntra, type EntraLine } from "../../src/sources/msgraph/check.js";
import { status } from "../unit/msgraph/faulty.js";
import {
  configOf,
  openOffice,
  SECRET,
  smallDirectory,
  TENANT_ID,
  userId,
  type Office,
  type OfficeOptions,
} from "../unit/msgraph/tenant.js";

let office: Office;
afterEach(async () => office.graph.close());

/** What doctor would show of the source of this office. */
async function check(
  options: OfficeOptions & { readonly env?: NodeJS.ProcessEnv; readonly skewMs?: number } = {},
): Promise<EntraLine[]> {
  // The token's times are the simulated server's; its Date header is the machine's.
  office = await openOffice({
    ...options,
    graph: { now: () => Date.now(), ...options.graph },
  });
  return checkEntra(configOf(office.graph, options.config), {
    env: options.env ?? { ENTRA_SECRET: SECRET },
    now: () => Date.now() + (options.skewMs ?? 0),
    signal: AbortSignal.timeout(10_000),
  });
}

const bad = (lines: readonly EntraLine[]): EntraLine[] =>
  lines.filter(({ state }) => state !== "ok");
const without = (...roles: string[]): OfficeOptions["graph"] => ({
  roles: ALL_ROLES.filter((one) => !roles.includes(one)),
});

describe("doctor of an Entra source", () => {
  it("says that everything is there, and changes nothing", async () => {
    const lines = await check({ config: { signIns: true, servicePrincipals: true } });
    expect(bad(lines)).toEqual([]);
    expect(lines.map(({ sentence }) => sentence)).toEqual([
      `Signed in at ${office.graph.url} as application 6731de76-14a6-49ae-97bc-6eba6914391e.`,
      `Tenant ${TENANT_ID} answers, as pinned.`,
      "Users and their managers can be read.",
      "Groups, their members and owners can be read.",
      "Agent identities, their sponsors and owners can be read.",
      "Service principals of applications can be read.",
      "Last sign-ins can be read.",
      "7 of the first 7 active logins of people have a worker id in employeeId.",
    ]);
    expect(
      office.faults.seen.every(({ method, url }) => method === "GET" || url.includes("oauth2")),
    ).toBe(true);
  });

  it("F31 tells of the clock also where the organization may not be read", async () => {
    const graph = without("Organization.Read.All") ?? {};
    const lines = await check({ graph, skewMs: 20 * 60_000 });
    expect(bad(lines).map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining("only the token says so"),
      "The clock of this machine is 20 minutes ahead of Microsoft's.",
    ]);
  });

  it.each([
    {
      role: "User.Read.All",
      state: "failed",
      what: "Users and their managers",
      otherwise: "read another source in place of this one",
    },
    {
      role: "GroupMember.Read.All",
      state: "failed",
      what: "Groups, their members and owners",
      otherwise: "set groups: { read: false }",
    },
    {
      role: "AuditLog.Read.All",
      state: "remark",
      what: "Last sign-ins",
      otherwise: "set signIns: false",
    },
  ])("names the missing permission $role", async ({ role, state, what, otherwise }) => {
    const lines = bad(await check({ config: { signIns: true }, graph: without(role) ?? {} }));
    expect(lines).toEqual([
      {
        state,
        sentence: `${what} cannot be read: the application permission ${role} is missing.`,
        next: `Grant ${role} as an application permission, with an administrator's consent, or ${otherwise}.`,
      },
    ]);
  });

  it("names the least permission that reads agents", async () => {
    const lines = bad(
      await check({ graph: without("AgentIdentity.Read.All", "Application.Read.All") ?? {} }),
    );
    expect(lines.map(({ sentence }) => sentence)).toEqual([
      "Agent identities, their sponsors and owners cannot be read: the application permission AgentIdentity.Read.All is missing.",
    ]);
  });

  it("a permission that is there and does not suffice is another sentence", async () => {
    office = await openOffice({ graph: { now: () => Date.now() } });
    office.faults.on(/signInActivity/, status(403), { times: Infinity });
    const lines = await checkEntra(configOf(office.graph, { signIns: true }), {
      env: { ENTRA_SECRET: SECRET },
      now: () => Date.now(),
    });
    expect(bad(lines)[0]?.sentence).toBe(
      "Last sign-ins cannot be read: Graph refuses although a permission is there: the tenant needs a P1 licence.",
    );
  });

  it("says why signing in failed, and asks no further", async () => {
    const wrong = await check({ env: { ENTRA_SECRET: "wrong" } });
    expect(wrong).toMatchObject([{ state: "failed" }]);
    expect(wrong[0]?.sentence).toMatch(
      /the client secret in ENTRA_SECRET is wrong, expired or of another application/,
    );
    await office.graph.close();
    const missing = await check({ env: {} });
    expect(missing).toMatchObject([{ state: "failed" }]);
    expect(missing[0]?.sentence).toContain("ENTRA_SECRET");
    await office.graph.close();
    const nobody = await check({ config: { clientId: "nobody" } });
    expect(nobody[0]?.sentence).toContain("the tenant does not know this application");
  });

  it("F11: another tenant fails before anything else is looked at", async () => {
    const graph = { tenantId: "pinned" };
    const opened = await openOffice({ graph: { ...graph, now: () => Date.now() } });
    office = opened;
    opened.faults.on(/organization/, {
      kind: "rewrite",
      change: () => ({ value: [{ id: "sandbox" }] }),
    });
    const lines = await checkEntra(configOf(opened.graph, { tenantId: "pinned" }), {
      env: { ENTRA_SECRET: SECRET },
      now: () => Date.now(),
    });
    expect(bad(lines)).toMatchObject([
      {
        state: "failed",
        sentence: "The tenant that answers is sandbox, and the config pins pinned.",
      },
    ]);
    expect(opened.asked()).toEqual(["GET /organization"]);
  });

  it("an organization that may not be read is a remark", async () => {
    expect(bad(await check({ graph: without("Organization.Read.All") ?? {} }))).toMatchObject([
      { state: "remark", next: "Grant the application permission Organization.Read.All." },
    ]);
  });

  it.each([
    ["ahead of", 20 * 60_000],
    ["behind", -20 * 60_000],
  ])("F31: a clock that is %s Microsoft's is a remark", async (way, skewMs) => {
    const lines = bad(await check({ skewMs }));
    expect(lines).toMatchObject([
      { state: "remark", sentence: `The clock of this machine is 20 minutes ${way} Microsoft's.` },
    ]);
  });

  it("Q7: an attribute that nobody or hardly anybody has is said", async () => {
    const none = bad(await check({ config: { workerIds: { companyName: "hr" } } }));
    expect(none).toMatchObject([
      {
        state: "failed",
        sentence: "0 of the first 7 active logins of people have a worker id in companyName.",
      },
    ]);
    await office.graph.close();
    const directory = smallDirectory();
    for (const n of [1, 2, 3, 4, 5]) directory.changeUser(userId(n), { workerId: null }, 0);
    const few = bad(await check({ directory }));
    expect(few).toMatchObject([{ state: "remark" }]);
    expect(few[0]?.sentence).toContain("2 of the first 7");
  });

  it("a service that is away is said as such", async () => {
    office = await openOffice();
    await office.graph.close();
    const lines = await checkEntra(configOf(office.graph, { remote: { attempts: 1 } }), {
      env: { ENTRA_SECRET: SECRET },
      now: () => Date.now(),
    });
    expect(lines).toMatchObject([{ state: "failed" }]);
    expect(lines[0]?.sentence).toContain("does not answer POST /oauth2/v2.0/token");
    office = await openOffice();
  });
});
