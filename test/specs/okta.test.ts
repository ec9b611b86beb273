import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OpenAPIBackend, type Document } from "openapi-backend";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/platform/package-root.js";
import { checkOkta } from "../../src/sources/okta/check.js";
import {
  closeWorlds,
  groupOf,
  MINUTE,
  oktaWorld,
  readAll,
  START,
  TOKEN,
  type World,
} from "../integration/okta-world.js";

const SPEC = join(packageRoot(), "..", "shared", "specs", "okta-read.json");

afterEach(closeWorlds);

let api: OpenAPIBackend;

beforeAll(async () => {
  if (!existsSync(SPEC)) {
    throw new Error("../shared/specs/okta-read.json is missing: it describes the API of Okta");
  }
  // The description is Okta's own: it is taken as it is, also where it is not strictly OpenAPI (`quick`).
  const definition = JSON.parse(readFileSync(SPEC, "utf8")) as Document;
  api = new OpenAPIBackend({
    definition,
    quick: true,
    ajvOpts: { strict: false, formats: FORMATS },
  });
  await api.init();
});

/** The usual formats; Okta describes some of its own in words. */
const FORMATS = {
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  email: /^[^@\s]+@[^@\s]+$/,
  "URL encoded string. Max length is 40 characters per keyword, with a maximum of 10 keyword filters per query (before encoding)": true,
  "ISO 8601 compliant timestamp": (text: string) => !Number.isNaN(Date.parse(text)),
  "Opaque token": true,
  "SCIM Filter expression": true,
  "Integer between 0 and 1000": true,
} as const;

/** Everything that is ever asked of an org: a sweep, changes, single look-ups, doctor; and what is described besides. */
async function everything(): Promise<World> {
  const world = await oktaWorld({ config: { manager: { how: "linkedObject" } } });
  const { end } = await readAll(world);
  world.directory.changeUser("00u1", { givenName: "New" }, START);
  world.directory.addMember("00g3", "00u1", START);
  world.directory.putGroup(groupOf("00g2", { name: "Renamed" }), START);
  world.now += MINUTE;
  await readAll(world, { cursor: end.cursor });
  await world.source.readAccounts?.(["00u3", "00unone"], new AbortController().signal);
  await checkOkta(world.config, {
    env: { OKTA_TOKEN: TOKEN },
    now: world.now,
    tenant: world.tenant,
  });
  await fetch(new URL("/api/v1/meta/types/user", world.server.url), {
    headers: { authorization: `SSWS ${TOKEN}` },
  });
  return world;
}

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly status: number;
  readonly body: unknown;
}

/** Asks every address again that was asked, once. */
async function replay(world: World): Promise<Exchange[]> {
  const addresses = [...new Set(world.faults.seen.map(({ url }) => url))];
  return Promise.all(
    addresses.map(async (address) => {
      const url = new URL(address, world.server.url);
      const answer = await fetch(url, { headers: { authorization: `SSWS ${TOKEN}` } });
      const query = Object.fromEntries(url.searchParams);
      const body: unknown = await answer.json();
      return { method: "GET", path: url.pathname, query, status: answer.status, body };
    }),
  );
}

/** Served and not described: AI agents, linked objects, and the document that anybody may read. */
const UNDESCRIBED = /^\/(workload-principals|\.well-known)\/|\/linkedObjects(\/|$)/;

describe("the simulated Okta and what is asked of it", () => {
  it("keeps to the published description, requests and answers alike", async () => {
    const exchanges = await replay(await everything());
    const described = exchanges.filter(({ path }) => !UNDESCRIBED.test(path));
    const operations = new Set<string>();
    for (const { method, path, query, status, body } of described) {
      const request = { method, path, query, headers: { accept: "application/json" } };
      const operation = api.router.matchOperation(request);
      expect(operation, `${path} is described`).toBeDefined();
      operations.add(operation?.operationId ?? "");
      const asked = api.validateRequest(request);
      expect(asked.errors ?? [], `request ${path} ${JSON.stringify(query)}`).toEqual([]);
      const answered = api.validateResponse(body, operation ?? "", status);
      expect(answered.errors ?? [], `answer ${status} of ${path}`).toEqual([]);
    }
    expect([...operations].toSorted()).toEqual([
      "getGroup",
      "getOrgSettings",
      "getUser",
      "getUserSchema",
      "listGroupOwners",
      "listGroupUsers",
      "listGroups",
      "listLogEvents",
      "listUserGroups",
      "listUserTypes",
      "listUsers",
    ]);
  });

  it("would notice an answer that Okta does not give", async () => {
    const operation = api.router.matchOperation({
      method: "GET",
      path: "/api/v1/users",
      headers: {},
    });
    for (const poison of [{ id: 7 }, { status: "TERMINATED" }, { lastUpdated: "yesterday" }]) {
      const { errors } = api.validateResponse([poison], operation ?? "", 200);
      expect(errors?.length, JSON.stringify(poison)).toBeGreaterThan(0);
    }
  });
});

describe("the errors of the simulated Okta", () => {
  it.each([
    { path: "/api/v1/users/00unone", status: 404, errorCode: "E0000007" },
    { path: "/api/v1/users", token: "wrong", status: 401, errorCode: "E0000011" },
    { path: "/api/v1/users?filter=nonsense", status: 400, errorCode: "E0000031" },
    { path: "/api/v1/users?after=nonsense", status: 400, errorCode: "E0000031" },
    { path: "/api/v1/none", status: 405, errorCode: "E0000022" },
  ])("are Okta's: $errorCode for $path", async ({ path, token, status, errorCode }) => {
    const world = await oktaWorld();
    const answer = await fetch(new URL(path, world.server.url), {
      headers: { authorization: `SSWS ${token ?? TOKEN}` },
    });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ errorCode });
  });

  it("count requests and tell when to come back", async () => {
    const world = await oktaWorld({ server: { rateLimit: { requests: 1, windowMs: MINUTE } } });
    const ask = async (): Promise<Response> =>
      fetch(`${world.server.url}/api/v1/org`, { headers: { authorization: `SSWS ${TOKEN}` } });
    expect((await ask()).headers.get("x-rate-limit-remaining")).toBe("0");
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ errorCode: "E0000047" });
    expect(Number(refused.headers.get("x-rate-limit-reset"))).toBe((START + MINUTE) / 1_000);
  });
});
