import { afterEach, describe, expect, it } from "vitest";
import { ALL_ROLES } from "../../simulator/msgraph/server.js";
import { status, without } from "../unit/msgraph/faulty.js";
import {
  ALL_COMPLETE,
  completeness,
  ofKind,
  openOffice,
  readAll,
  userId,
  type Office,
  type OfficeOptions,
} from "../unit/msgraph/tenant.js";

let office: Office;
const open = async (options?: OfficeOptions): Promise<Office> =>
  (office = await openOffice(options));
afterEach(async () => office.graph.close());

describe("F9, F10, F11", () => {
  it("F9: success with nothing is told as it is, for the gate to judge", async () => {
    const { source, faults } = await open();
    faults.on("GET /v1.0/users/delta", {
      kind: "rewrite",
      change: (body) => {
        const { "@odata.nextLink": _, ...rest } = body as Record<string, unknown>;
        return {
          ...rest,
          value: [],
          "@odata.deltaLink": `${office.graph.url}/v1.0/users/delta?$deltatoken=x`,
        };
      },
    });
    const told = await readAll(source);
    expect(told.end.certificates[0]).toMatchObject({ scope: "accounts", complete: true, count: 1 });
  });

  it.each([
    ["User.Read.All", ["accounts", "managers"]],
    ["GroupMember.Read.All", ["teams", "members"]],
  ])("F10: without %s its scopes are not certified, the others are", async (role, scopes) => {
    const { source } = await open({ graph: { roles: ALL_ROLES.filter((one) => one !== role) } });
    const told = await readAll(source);
    expect(completeness(told)).toEqual(without(scopes));
    expect(told.end.certificates.find(({ complete }) => !complete)?.reason).toContain(
      "status 403 (Authorization_RequestDenied)",
    );
  });

  it("F10: without any right to agents, or in a cloud without them, agents are not certified", async () => {
    const { source, faults } = await open({
      graph: { roles: ["Organization.Read.All", "User.Read.All", "GroupMember.Read.All"] },
    });
    expect(completeness(await readAll(source))).toEqual(without(["agents"]));
    faults.on(/servicePrincipals/, status(404), { times: Infinity });
    expect(completeness(await readAll(source))).toEqual(without(["agents"]));
  });

  it("F10: sponsors that may not be read fail the agents; they are never told as having none", async () => {
    const { source, faults } = await open();
    faults.on(/sponsors/, status(403), { times: Infinity });
    const told = await readAll(source);
    expect(completeness(told)).toEqual(without(["agents"]));
    expect(ofKind(told, "agent")).toEqual([]);
  });

  it("F10: owners of groups that may not be read leave heads and deputies unsaid", async () => {
    const { source, faults } = await open();
    faults.on(/groups\/.*\/owners/, status(403), { times: Infinity });
    const told = await readAll(source);
    expect(completeness(told)).toEqual(ALL_COMPLETE);
    const pages = told.pages.filter(({ observations }) =>
      observations.some(({ kind }) => kind === "team"),
    );
    expect(pages.map(({ unsaid }) => unsaid)).toEqual([
      ["headRef", "deputyRefs"],
      ["headRef", "deputyRefs"],
    ]);
    expect(told.end.remarks[0]).toContain(
      "grant GroupMember.Read.All, or set groups.owners: false",
    );
  });

  it("F10: managers that are refused are unsaid and not certified; users go on", async () => {
    const { source, faults } = await open();
    faults.on(/users\/delta\?.*manager/, status(400), { times: Infinity });
    const told = await readAll(source);
    expect(completeness(told)).toEqual(without(["managers"]));
    const users = told.pages.filter(({ observations }) =>
      observations.some(({ kind }) => kind === "account"),
    );
    expect(users.every(({ unsaid }) => unsaid?.includes("managerRef") === true)).toBe(true);
    expect(told.end.remarks[0]).toContain("refuses to tell managers");
  });

  it("a cloud that does not know agents' users is asked without them", async () => {
    const { source, faults } = await open();
    faults.on(/users\/delta\?.*identityParentId/, status(400), { times: Infinity });
    const told = await readAll(source);
    expect(completeness(told)).toEqual(ALL_COMPLETE);
    expect(ofKind(told, "account")[1]?.manager).toEqual({ by: "account", nativeId: userId(1) });
  });

  it("F10: an attribute that the tenant does not know leaves its users uncertified, for its own reason", async () => {
    const { source } = await open({ config: { workerIds: { shoeSize: "hr" } } });
    const told = await readAll(source);
    expect(completeness(told)).toEqual(without(["accounts", "managers"]));
    const [accounts, managers] = told.end.certificates;
    expect(accounts?.reason).toContain("status 400 (BadRequest)");
    expect(managers?.reason).toBe(accounts?.reason);
    expect(told.end.remarks).toEqual([]);
  });

  it("F11: another tenant is refused before anything is read", async () => {
    const { source, asked } = await open({
      config: { tenantId: "another-tenant" },
      graph: { tenantId: "another-tenant" },
    });
    office.faults.on("GET /v1.0/organization", {
      kind: "rewrite",
      change: () => ({ value: [{ id: "sandbox" }] }),
    });
    await expect(readAll(source)).rejects.toMatchObject({
      code: "SOURCE_TENANT_MISMATCH",
      disposition: "halt",
      data: { pinned: "another-tenant", answered: "sandbox" },
    });
    expect(asked()).toEqual(["GET /organization"]);
  });

  it("F11: an app that may not read the organization is known by its token", async () => {
    const { source } = await open({
      graph: { roles: ALL_ROLES.filter((one) => one !== "Organization.Read.All") },
    });
    expect(completeness(await readAll(source))).toEqual(ALL_COMPLETE);
  });
});

it("F10: a cloud without agent identities still tells the principals of applications", async () => {
  const { source, faults } = await open({ config: { servicePrincipals: true } });
  faults.on(/agentIdentity\?/, status(400), { times: Infinity });
  const told = await readAll(source);
  expect(completeness(told)).toEqual(without(["agents"]));
  expect(ofKind(told, "agent").length).toBeGreaterThan(0);
});
