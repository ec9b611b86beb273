import { afterEach, describe, expect, it } from "vitest";
import { LISTS, status, without } from "../unit/msgraph/faulty.js";
import {
  ALL_COMPLETE,
  completeness,
  ofKind,
  openOffice,
  readAll,
  type Office,
  type OfficeOptions,
} from "../unit/msgraph/tenant.js";

let office: Office;
const open = async (options?: OfficeOptions): Promise<Office> =>
  (office = await openOffice(options));
afterEach(async () => office.graph.close());

describe("F4: a next link", () => {
  it.each([
    ["users", /users\/delta\?\$skip/, ["accounts", "managers"]],
    ["groups", /groups\/delta\?\$skip/, ["teams", "members"]],
  ] as const)(
    "of %s that is refused leaves the scope incomplete; the next read begins it anew",
    async (_, match, scopes) => {
      const { source, faults } = await open();
      faults.on(match, status(400));
      const told = await readAll(source);
      expect(completeness(told)).toEqual(without(scopes));
      const next = await readAll(source, { cursor: told.end.cursor });
      expect(completeness(next)).toEqual(ALL_COMPLETE);
      const of = scopes[0];
      expect(next.end.certificates.find(({ scope }) => scope === of)?.basis).toBe("sweep");
    },
  );

  it("that leads to another host is not followed: the login stays here", async () => {
    const elsewhere = await openOffice();
    const { source, faults } = await open();
    faults.on("GET /v1.0/users/delta", {
      kind: "rewrite",
      change: (body) => ({
        ...(body as object),
        "@odata.nextLink": `${elsewhere.graph.url}/v1.0/users/delta?$skiptoken=x`,
      }),
    });
    const told = await readAll(source);
    expect(completeness(told)).toEqual(without(["accounts", "managers"]));
    expect(told.end.certificates[0]?.reason).toContain("leads on to another host");
    expect(elsewhere.faults.seen).toEqual([]);
    await elsewhere.graph.close();
  });

  it("or anything else that redirects to another host is not followed either", async () => {
    const elsewhere = await openOffice();
    const { source, faults } = await open();
    const location = `${elsewhere.graph.url}/v1.0/groups/delta`;
    faults.on("GET /v1.0/groups/delta", { kind: "status", status: 302, headers: { location } });
    const told = await readAll(source);
    expect(completeness(told)).toEqual(without(["teams", "members"]));
    expect(told.end.certificates[2]?.reason).toContain("status 302");
    expect(elsewhere.faults.seen).toEqual([]);
    await elsewhere.graph.close();
  });

  it("that leads to its own page is no loop", async () => {
    const { source, faults } = await open();
    faults.on(
      /users\/delta\?\$skip/,
      {
        kind: "rewrite",
        change: (body) => {
          const { url = "" } = faults.seen.at(-1) ?? {};
          return { ...(body as object), "@odata.nextLink": `${office.graph.url}${url}` };
        },
      },
      { times: Infinity },
    );
    const told = await readAll(source);
    expect(told.end.certificates[0]?.reason).toContain("leads on to the same page again");
  });
});

it("F4: next links that lead round in a circle are no loop", async () => {
  const { source, faults } = await open();
  for (const [match, next] of [
    [/users\/delta\?\$select/, "one"],
    [/users\/delta\?\$skiptoken=one/, "two"],
    [/users\/delta\?\$skiptoken=two/, "one"],
  ] as const) {
    const body = {
      value: [],
      "@odata.nextLink": `${office.graph.url}/v1.0/users/delta?$skiptoken=${next}`,
    };
    faults.on(match, { kind: "status", status: 200, body }, { times: Infinity });
  }
  const told = await readAll(source);
  expect(completeness(told)).toEqual(without(["accounts", "managers"]));
  expect(told.end.certificates[0]?.reason).toContain("leads on to the same page again");
});

describe("F5, F8: pages in any form", () => {
  it("F5: an empty page with a next link is no end", async () => {
    const { source } = await open({
      graph: { arrange: ([first = [], ...rest]) => [[], first, [], [], ...rest] },
    });
    const told = await readAll(source);
    expect(completeness(told)).toEqual(ALL_COMPLETE);
    expect(ofKind(told, "account")).toHaveLength(8);
  });

  it("F8: repeated and reversed pages tell the same", async () => {
    const plain = await readAll((await open()).source);
    await office.graph.close();
    const mixed = await open({ graph: { arrange: (pages) => [...pages, ...pages].toReversed() } });
    const told = await readAll(mixed.source);
    const ids = (read: typeof told): string[] =>
      [...new Set(ofKind(read, "account").map(({ nativeId }) => nativeId))].toSorted();
    const members = (read: typeof told): string[] =>
      [
        ...new Set(
          ofKind(read, "members").flatMap((one) =>
            one.memberIds.map((id) => `${one.teamId} ${id}`),
          ),
        ),
      ].toSorted();
    expect(ids(told)).toEqual(ids(plain));
    expect(members(told)).toEqual(members(plain));
  });
});

describe("F6: half of an answer", () => {
  it.each(LISTS)("%s cut off every time: not certified", async (_, match, scopes) => {
    const { source, faults } = await open();
    faults.on(match, { kind: "cut" }, { times: Infinity });
    expect(completeness(await readAll(source))).toEqual(without(scopes));
  });

  it.each(["users", "groups"])("a page of %s without any link is not the last one", async (of) => {
    const { source, faults } = await open();
    faults.on(
      new RegExp(`${of}/delta`),
      { kind: "rewrite", change: (body) => ({ value: (body as { value: unknown }).value }) },
      { times: Infinity },
    );
    const told = await readAll(source);
    expect(completeness(told)).toEqual(
      without(of === "users" ? ["accounts", "managers"] : ["teams", "members"]),
    );
  });

  it("F43: an answer that is larger than can be held is given up at once", async () => {
    const { source, faults } = await open();
    const huge = `{"value":[],"x":"${"x".repeat(33 * 1024 * 1024)}"}`;
    faults.on(
      "GET /v1.0/groups/delta",
      { kind: "rewrite", change: () => huge },
      { times: Infinity },
    );
    const told = await readAll(source);
    expect(told.end.certificates[2]?.reason).toContain("larger than 33,554,432 bytes");
    expect(office.asked().filter((one) => one === "GET /groups/delta")).toHaveLength(1);
  });
});
