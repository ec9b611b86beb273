import { afterEach, describe, expect, it } from "vitest";
import { checkOkta } from "../../src/sources/okta/check.js";
import type { OktaLine } from "../../src/sources/okta/check-line.js";
import { closeWorlds, MINUTE, oktaWorld, ORG, TOKEN, type World } from "./okta-world.js";

afterEach(closeWorlds);

async function check(world: World, change: { readonly now?: number } = {}): Promise<OktaLine[]> {
  return checkOkta(world.config, {
    env: { OKTA_TOKEN: TOKEN },
    now: change.now ?? world.now,
    tenant: world.tenant,
  });
}

const worse = (lines: readonly OktaLine[]): OktaLine[] =>
  lines.filter(({ state }) => state !== "ok");

describe("doctor on an Okta org", () => {
  it("says that all is well when it is", async () => {
    const world = await oktaWorld({ config: { tenant: ORG } });
    const lines = await check(world);
    expect(lines.map(({ state, sentence }) => `${state} ${sentence}`)).toEqual([
      `ok signed in at ${new URL(world.server.url).host} with an API token; the organisation is ${ORG}, as pinned`,
      "ok its clock and ours agree",
      "ok may read: okta.orgs.read, okta.users.read, okta.logs.read, okta.groups.read, okta.aiAgents.read",
      "ok every user has employeeNumber, managerId, userType",
      "ok `employeeNumber` is filled for 3 of the first 3 active users",
    ]);
  });

  it("names each permission that is missing, and what is lost by it (F10)", async () => {
    const world = await oktaWorld({ config: { manager: { how: "linkedObject" } } });
    for (const path of [
      "/api/v1/org",
      "/api/v1/logs",
      "/api/v1/groups",
      "linkedObjects",
      "ai-agents",
      "schemas/user/default",
    ]) {
      world.faults.on(new RegExp(`GET .*${path}`), { kind: "status", status: 403 }, { times: 9 });
    }
    const lines = worse(await check(world));
    const missing = lines.filter(({ sentence }) => sentence.includes("is missing"));
    expect(missing.map(({ state, sentence }) => `${state} ${sentence.split(" ")[0]}`)).toEqual([
      "remark okta.orgs.read",
      "remark okta.logs.read",
      "failed okta.groups.read",
      "remark okta.aiAgents.read",
      "remark okta.linkedObjects.read",
      "remark okta.schemas.read",
    ]);
    expect(missing.every(({ next }) => next?.startsWith("Grant okta.") === true)).toBe(true);
  });

  it("fails on another organisation than the pinned one, and offers to pin (F11)", async () => {
    const other = await check(await oktaWorld({ config: { tenant: "00oother" } }));
    expect(other[0]).toMatchObject({ state: "failed" });
    const free = await check(await oktaWorld());
    expect(free[0]).toMatchObject({
      state: "remark",
      next: `It is pinned at the first sync; or write \`tenant: ${ORG}\` now.`,
    });
  });

  it("compares the clocks (F31)", async () => {
    const world = await oktaWorld();
    const skewed = async (ms: number): Promise<OktaLine | undefined> =>
      (await check(world, { now: world.now + ms }))[1];
    expect(await skewed(30_000)).toMatchObject({ state: "ok" });
    expect(await skewed(-2 * MINUTE)).toMatchObject({ state: "remark" });
    expect(await skewed(10 * MINUTE)).toMatchObject({
      state: "failed",
      sentence: "its clock and ours differ by 600 s",
    });
  });

  it("finds attributes that do not exist, and offers the one that was meant (Q7)", async () => {
    const world = await oktaWorld({
      config: {
        workerIds: { employeeNumbr: "hr" },
        teamAttribute: "department",
        manager: { how: "linkedObject", name: "manger" },
      },
    });
    const lines = worse(await check(world)).filter(({ state }) => state === "failed");
    expect(lines.map(({ sentence }) => sentence)).toEqual([
      "users of the default type have no attribute `employeeNumbr`. Did you mean `employeeNumber`?",
      "the org has no linked object `manger`. Did you mean `manager`?",
      "`employeeNumbr` is filled for 0 of the first 3 active users",
    ]);
  });

  it("says in one line why it cannot sign in, and nothing else (F44)", async () => {
    const world = await oktaWorld();
    const options = { now: world.now, tenant: world.tenant };
    const wrong = await checkOkta(world.config, {
      ...options,
      env: { OKTA_TOKEN: "wrong-secret" },
    });
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatchObject({ state: "failed" });
    expect(JSON.stringify(wrong)).not.toContain("wrong-secret");
    const none = await checkOkta(world.config, { ...options, env: {} });
    expect(none[0]?.sentence).toContain("OKTA_TOKEN");
    await world.server.close();
    const away = await checkOkta(world.config, { ...options, env: { OKTA_TOKEN: TOKEN } });
    expect(away).toMatchObject([{ state: "failed" }]);
  });
});
