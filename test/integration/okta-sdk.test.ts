import okta from "@okta/okta-sdk-nodejs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Ask, OktaClient } from "../../src/sources/okta/client.js";
import { openCredentials } from "../../src/sources/okta/credentials.js";
import { carry, type Exchange } from "../../src/sources/okta/sdk.js";
import { systemClock } from "../../src/platform/clock.js";
import {
  closeWorlds,
  groupOf,
  MINUTE,
  oktaWorld,
  readAll,
  START,
  TOKEN,
  type World,
} from "./okta-world.js";

afterEach(closeWorlds);

const signal = new AbortController().signal;

function exchangeOf(world: World, call: Exchange["call"]): Exchange {
  const { tenant, config } = world;
  const authMethods = { apiToken: `SSWS ${TOKEN}` };
  return { tenant, endpoint: "GET /test", signal, orgUrl: config.orgUrl, authMethods, call };
}

function clientOf({ config, tenant }: Pick<World, "config" | "tenant">): OktaClient {
  const env = { OKTA_TOKEN: TOKEN };
  const credentials = openCredentials({ config, env, tenant, clock: systemClock, scopes: [] });
  return new OktaClient({ config, tenant, credentials });
}

const orgSettings: Exchange["call"] = (apis) => apis.orgs.getOrgSettings();
const listUsers: Ask = {
  endpoint: "GET /api/v1/users",
  call: (apis, at) => apis.users.listUsers({ limit: 3, ...at }),
  signal,
};

describe("an exchange with Okta", () => {
  it("is carried through by the SDK: it asks, and its models see the answer", async () => {
    const world = await oktaWorld();
    let model: unknown;
    const answer = await carry(
      exchangeOf(world, async ({ users }) => {
        model = await users.getUser({ userId: "00u1" });
      }),
    );
    expect(model).toBeInstanceOf(okta.UserGetSingleton);
    expect(model).toMatchObject({ id: "00u1", created: new Date(START - 100 * 24 * 60 * MINUTE) });
    expect(answer).toMatchObject({ status: 200, body: { id: "00u1", status: "ACTIVE" } });
    expect(world.faults.seen).toEqual([{ method: "GET", url: "/api/v1/users/00u1" }]);
  });

  it("is one page of a list, and the next one by its cursor", async () => {
    const world = await oktaWorld();
    const client = clientOf(world);
    const first = await client.list(listUsers, null);
    const second = await client.list(listUsers, first.after);
    expect([first.items.length, second.items.length]).toEqual([3, 3]);
    expect(world.faults.seen.map(({ url }) => url)).toEqual([
      "/api/v1/users?limit=3",
      `/api/v1/users?after=${first.after}&limit=3`,
    ]);
  });

  it("is signed by the SDK, except for the document that anybody may read (F44)", async () => {
    const seen: [string | undefined, IncomingHttpHeaders][] = [];
    const server = createServer((request, response) => {
      seen.push([request.url, request.headers]);
      response.setHeader("content-type", "application/json; charset=utf-8");
      response.end('{"id": "00o1"}');
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    // A server that listens on a port has an address of this kind.
    const orgUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { tenant } = await oktaWorld();
    const ask = { tenant, endpoint: "GET /test", signal, orgUrl };
    await carry({ ...ask, authMethods: { apiToken: "SSWS x" }, call: orgSettings });
    await carry({ ...ask, authMethods: { oauth2: { accessToken: "y" } }, call: orgSettings });
    await carry({
      ...ask,
      authMethods: { apiToken: "SSWS x" },
      call: (apis) => apis.orgs.getWellknownOrgMetadata(),
    });
    await new Promise((done) => server.close(done));
    const signed = seen.map(([url, { authorization }]) => [url, authorization]);
    expect(signed).toEqual([
      ["/api/v1/org", "SSWS x"],
      ["/api/v1/org", "Bearer y"],
      ["/.well-known/okta-organization", undefined],
    ]);
    expect(seen[0]?.[1]).toMatchObject({
      accept: "application/json, */*;q=0.8",
      "user-agent": "countersign",
    });
  });

  it("is never one that changes something", async () => {
    const world = await oktaWorld();
    const writing = exchangeOf(world, ({ users }) => users.deleteUser({ userId: "00u1" }));
    await expect(carry(writing)).rejects.toThrow("does not read");
    expect(world.faults.seen).toEqual([]);
  });

  it("fails when the operation fails before anything is asked, or asks nothing", async () => {
    const world = await oktaWorld();
    const broken = exchangeOf(world, () => Promise.reject(new Error("broken")));
    await expect(carry(broken)).rejects.toThrow("broken");
    await expect(carry(exchangeOf(world, async () => undefined))).rejects.toThrow("without asking");
  });
});

describe("what the SDK would get wrong", () => {
  it("is not its cache: who was deactivated is so at the next call of the same client", async () => {
    const world = await oktaWorld();
    const client = clientOf(world);
    const getUser: Ask = {
      endpoint: "GET /api/v1/users/{id}",
      call: (apis) => apis.users.getUser({ userId: "00u1" }),
      signal,
    };
    const statusNow = async (): Promise<string> =>
      (await client.get(getUser, z.object({ status: z.string() }))).body.status;
    const accountNow = async (): Promise<string | undefined> =>
      (await world.source.readAccounts?.(["00u1"], signal))?.[0]?.status;
    expect([await statusNow(), await accountNow()]).toEqual(["ACTIVE", "active"]);
    world.directory.changeUser("00u1", { status: "deprovisioned" }, START);
    expect([await statusNow(), await accountNow()]).toEqual(["DEPROVISIONED", "deprovisioned"]);
    expect(world.faults.seen).toHaveLength(4);
  });

  it("is not a Link header of over 2,000 characters", async () => {
    const world = await oktaWorld();
    const link = (rel: string, query: string): string =>
      `<${world.server.url}/api/v1/users?${query}>; rel="${rel}"`;
    const long = link("self", `filter=${"f".repeat(3_000)}`);
    const headers = { link: `${long}, ${link("next", "after=further")}` };
    world.faults.on("GET /api/v1/users", { kind: "status", status: 200, headers, body: [] });
    expect(await clientOf(world).list(listUsers, null)).toEqual({ items: [], after: "further" });
  });

  it("is not a page with a record that its models fail on (F12)", async () => {
    const world = await oktaWorld();
    const poison = { id: "00g1", objectClass: 7, profile: { name: "Poisoned" } };
    const body = [null, { id: "00g2", type: "__proto__" }, poison, "text"];
    world.faults.on("GET /api/v1/groups", { kind: "rewrite", change: () => body }, { times: 2 });
    const listGroups: Ask = { endpoint: "GET", call: (apis) => apis.groups.listGroups(), signal };
    expect((await clientOf(world).list(listGroups, null)).items).toEqual(body);
    let failure: unknown;
    const call: Exchange["call"] = async ({ groups }) => {
      const page = (await groups.listGroups()).getNextPage();
      failure = await page.catch((error: unknown) => error);
    };
    await carry(exchangeOf(world, call));
    expect(failure).toBeInstanceOf(TypeError);
  });

  it("is not a list whose operation takes no cursor: all groups of a user are read", async () => {
    const world = await oktaWorld();
    for (const id of ["00g4", "00g5"]) world.directory.putGroup(groupOf(id), START);
    for (const id of ["00g3", "00g4"]) world.directory.addMember(id, "00u2", START);
    const { end } = await readAll(world);
    world.now += MINUTE;
    world.directory.addMember("00g5", "00u2", world.now - 1);
    const { observations } = await readAll(world, { cursor: end.cursor });
    expect(observations).toContainEqual({
      kind: "members",
      teamId: "00g5",
      memberIds: ["00u2"],
      removedIds: [],
    });
    const asked = world.faults.seen.filter(({ url }) =>
      url.startsWith("/api/v1/users/00u2/groups"),
    );
    expect(asked.map(({ url }) => url.replace(/after=.*/, "after="))).toEqual([
      "/api/v1/users/00u2/groups",
      "/api/v1/users/00u2/groups?after=",
    ]);
  });
});
