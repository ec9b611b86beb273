import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { OPERATIONS, type Operation } from "../../simulator/msgraph/operations.js";
import { packageRoot } from "../../src/platform/package-root.js";
import {
  agentId,
  CLIENT_ID,
  groupId,
  NOW,
  openOffice,
  SECRET,
  smallDirectory,
  TENANT_ID,
  user,
  userId,
  type Office,
} from "../unit/msgraph/tenant.js";

const SPEC = resolve(packageRoot(), "../shared/specs/graph-v1.0-read.json");

const typeSchema = z.object({
  base: z.string().nullable(),
  properties: z.record(z.string(), z.object({ type: z.string(), nullable: z.boolean() })),
  navigation: z.record(z.string(), z.string()),
});
type EntityType = z.infer<typeof typeSchema>;

/** Microsoft's own description of the types, by name; `_delta` beside them lists collections. */
function readSpec(): ReadonlyMap<string, EntityType> {
  if (!existsSync(SPEC)) {
    throw new Error(`../shared/specs is missing: no description of Graph at ${SPEC}`);
  }
  const { _delta: deltas, ...types } = z
    .looseObject({ _delta: z.array(z.string()) })
    .parse(JSON.parse(readFileSync(SPEC, "utf8")));
  expect(deltas).toContain("Collection(graph.user)");
  return new Map(Object.entries(types).map(([name, type]) => [name, typeSchema.parse(type)]));
}

const pageSchema = z.object({
  value: z.array(z.record(z.string(), z.unknown())),
  "@odata.nextLink": z.string().optional(),
});

/** What an entity has that its type does not allow; empty when it is as Microsoft describes it. */
function faultsOf(
  spec: ReadonlyMap<string, EntityType>,
  declared: string,
  entity: Readonly<Record<string, unknown>>,
): string[] {
  const { "@odata.type": own } = entity;
  const name = typeof own === "string" ? own.replace("#microsoft.graph.", "") : declared;
  if (!lineage(spec, name).includes(declared)) return [`${name} is no ${declared}`];
  const types = lineage(spec, name).flatMap((one) => spec.get(one) ?? []);
  const properties = Object.assign(
    {},
    ...types.map((type) => type.properties),
  ) as EntityType["properties"];
  const navigation = Object.assign(
    {},
    ...types.map((type) => type.navigation),
  ) as EntityType["navigation"];
  return Object.entries(entity).flatMap(([key, value]) => {
    if (key.startsWith("@"))
      return ["@odata.type", "@removed", "@odata.context"].includes(key) ? [] : [key];
    const relation = key.replace(/@delta$/, "");
    if (relation in navigation) {
      const target = (navigation[relation] ?? "").replace(/^Collection\((.*)\)$/, "$1");
      const found = Array.isArray(value) ? value : [value];
      return found.flatMap((one) =>
        faultsOf(spec, target.replace("graph.", ""), one as typeof entity),
      );
    }
    const property = properties[key];
    if (property === undefined) return [`${name}.${key} does not exist`];
    if (value === null) return property.nullable ? [] : [`${name}.${key} is null`];
    return fits(value, property.type) ? [] : [`${name}.${key} is no ${property.type}`];
  });
}

/** The type and what it is derived from. */
function lineage(spec: ReadonlyMap<string, EntityType>, name: string): string[] {
  const type = spec.get(name);
  if (type === undefined) throw new Error(`the description does not know ${name}`);
  return [name, ...(type.base === null ? [] : lineage(spec, type.base.replace("graph.", "")))];
}

const EDM: Readonly<Record<string, (value: unknown) => boolean>> = {
  "Edm.String": (value) => typeof value === "string",
  "Edm.Boolean": (value) => typeof value === "boolean",
  "Edm.Int32": (value) => Number.isInteger(value),
  "Edm.Guid": (value) =>
    typeof value === "string" && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(value),
  "Edm.DateTimeOffset": (value) =>
    typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value),
};

function fits(value: unknown, type: string): boolean {
  const [, element] = /^Collection\((.*)\)$/.exec(type) ?? [];
  if (element !== undefined)
    return Array.isArray(value) && value.every((one) => fits(one, element));
  const check = EDM[type];
  if (check !== undefined) return check(value);
  // Enumerations are strings, complex types are objects.
  return typeof value === "string" || (typeof value === "object" && value !== null);
}

/** An id of the small directory that this path has something to say of. */
function idFor({ path }: Operation): string {
  if (path.startsWith("/groups")) return groupId(1);
  if (path.startsWith("/servicePrincipals")) return agentId(1);
  return userId(path.startsWith("/directory/deletedItems") ? 8 : 2);
}

describe("the simulated Graph against Microsoft's description of v1.0", () => {
  let office: Office;
  let token = "";
  const spec = readSpec();
  const directory = smallDirectory();

  beforeAll(async () => {
    directory.changeUser(userId(5), { lastSignInAt: NOW, managerId: null, email: null }, NOW);
    directory.putUser(user(9, { nature: "guest", workerId: null, department: null }), NOW);
    office = await openOffice({ directory, graph: { pageSize: 2 } });
    const answer = await fetch(`${office.graph.loginUrl}/${TENANT_ID}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: CLIENT_ID,
        client_secret: SECRET,
        scope: "https://graph.microsoft.com/.default",
      }),
    });
    token = z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
  });
  afterAll(async () => office.graph.close());

  /** All entities of an answer, next links followed; delta rounds go on to a second round. */
  async function entities(url: string): Promise<Record<string, unknown>[]> {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status, url).toBe(200);
    expect(answer.headers.get("request-id")).not.toBeNull();
    const body = z.looseObject({}).parse(await answer.json());
    const page = pageSchema.safeParse(body);
    if (!page.success) return [body];
    const next = page.data["@odata.nextLink"];
    return [...page.data.value, ...(next === undefined ? [] : await entities(next))];
  }

  it.each(OPERATIONS.map((operation) => [operation.path, operation] as const))(
    "GET %s: known properties, right types, nothing null that may not be",
    async (_path, operation) => {
      const url = `${office.graph.url}/v1.0${operation.path.replace(":id", idFor(operation))}`;
      const found = await entities(url);
      expect(found).not.toEqual([]);
      for (const one of found) {
        expect(typeof one["id"]).toBe("string");
        expect(faultsOf(spec, operation.entity, one)).toEqual([]);
      }
    },
  );

  it("serves every property that can be selected, and what a manager is expanded to", async () => {
    const { USER_PROPERTIES, GROUP_PROPERTIES } =
      await import("../../simulator/msgraph/entities.js");
    const base = `${office.graph.url}/v1.0`;
    const users = await entities(`${base}/users?$select=${USER_PROPERTIES.join(",")}`);
    const one = await entities(`${base}/users/${userId(2)}?$select=id&$expand=manager($select=id)`);
    expect(one[0]).toMatchObject({ manager: { id: userId(1) } });
    for (const entity of [...users, ...one]) expect(faultsOf(spec, "user", entity)).toEqual([]);
    const groups = await entities(
      `${base}/groups/delta?$select=${[...GROUP_PROPERTIES, "members", "owners"].join(",")}`,
    );
    for (const entity of groups) expect(faultsOf(spec, "group", entity)).toEqual([]);
  });

  it("lists by $filter and $top, and its next links repeat what was asked for", async () => {
    const base = `${office.graph.url}/v1.0`;
    const ids = async (query: string): Promise<unknown[]> =>
      (await entities(`${base}/users?${query}`)).map((one) => one["id"]);
    expect(await ids("$filter=userType eq 'Guest'")).toEqual([userId(9)]);
    expect(await ids(`$filter=id eq '${userId(3)}'`)).toEqual([userId(3)]);
    expect(await ids("$filter=signInActivity/lastSignInDateTime ge 2026-01-01T00:00:00Z")).toEqual([
      userId(5),
    ]);
    expect(await ids("$top=3&$select=id")).toHaveLength(8);
    const skips = office.faults.seen.filter(({ url }) => url.includes("$top=3&$skiptoken="));
    expect(skips).toHaveLength(2);
    expect(skips.every(({ url }) => url.includes("$select=id"))).toBe(true);
  });

  it("refuses what Graph refuses, in Graph's words", async () => {
    const base = `${office.graph.url}/v1.0`;
    const refused = async (path: string, headers = { authorization: `Bearer ${token}` }) => {
      const answer = await fetch(`${base}${path}`, { headers });
      const body = z
        .object({
          error: z.object({ code: z.string(), innerError: z.object({ "request-id": z.string() }) }),
        })
        .parse(await answer.json());
      expect(answer.headers.get("request-id")).toBe(body.error.innerError["request-id"]);
      return `${answer.status} ${body.error.code}`;
    };
    for (const option of ["$expand=manager", "$top=5", "$orderby=displayName"]) {
      expect(await refused(`/users/delta?${option}`)).toBe("400 Request_UnsupportedQuery");
    }
    expect(await refused("/users/delta?$select=signInActivity")).toBe("400 BadRequest");
    expect(await refused("/users?$select=shoeSize")).toBe("400 BadRequest");
    expect(await refused("/users/nobody")).toBe("404 Request_ResourceNotFound");
    expect(await refused("/users", { authorization: "Bearer forged" })).toBe(
      "401 InvalidAuthenticationToken",
    );
  });

  it("the check itself fails on a wrong entity", () => {
    expect(faultsOf(spec, "user", { id: null })).toEqual(["user.id is null"]);
    expect(faultsOf(spec, "user", { shoeSize: 44 })).toEqual(["user.shoeSize does not exist"]);
    expect(faultsOf(spec, "user", { accountEnabled: "yes" })).toEqual([
      "user.accountEnabled is no Edm.Boolean",
    ]);
    expect(faultsOf(spec, "group", { "@odata.type": "#microsoft.graph.user", id: "1" })).toEqual([
      "user is no group",
    ]);
    expect(faultsOf(spec, "group", { "members@delta": [{ id: null }] })).toEqual([
      "directoryObject.id is null",
    ]);
  });
});
