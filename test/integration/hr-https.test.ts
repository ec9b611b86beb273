import { describe, expect, it } from "vitest";
import type { SimulatedHrServer } from "../../simulator/hr-https/server.js";
import type { Fault } from "../../simulator/http/faults.js";
import { outcomeOf } from "../../src/queue/disposition.js";
import {
  ALWAYS,
  IMPATIENT,
  configOf,
  failureOf,
  ids,
  people,
  read,
  serve,
  type Reading,
} from "../unit/hr-https/reading.js";

const STYLES = ["none", "page", "offset", "next", "link"] as const;

describe("pages", () => {
  it.each(STYLES)("by %s give everybody, once, and a certificate", async (how) => {
    for (const count of [0, 1, 2, 4, 5]) {
      const server = await serve({ people: () => people(count), paging: how });
      const reading = await read(configOf(server, { paging: { how } }));
      expect(ids(reading)).toEqual(people(count).map((one) => one.employeeId));
      expect(reading.certificate("employments")).toMatchObject({ complete: count > 0, count });
    }
  });

  it.each(["next", "link"] as const)("F5 by %s: an empty one with a next goes on", async (how) => {
    const server = await serve({ paging: how });
    const change = (body: unknown): unknown =>
      Array.isArray(body) ? [] : { ...(body as object), records: [] };
    server.faults.on(/after=2/, { kind: "rewrite", change });
    const reading = await read(configOf(server, { paging: { how } }));
    expect(ids(reading)).toEqual(["E1", "E2", "E5"]);
    expect(reading.certificate("employments")?.complete).toBe(true);
  });

  it("a service that gives fewer than asked for loses nobody", async () => {
    const server = await serve({ paging: "page", pageSize: 2 });
    const reading = await read(configOf(server, { paging: { how: "page", size: 1_000 } }));
    expect(reading.people).toHaveLength(5);
  });
});

/** A short deadline only for what never answers: a busy machine must not look like an outage. */
function patience(fault: Fault): Readonly<Record<string, unknown>> {
  return fault.kind === "hang" ? { remote: IMPATIENT } : {};
}

/** What is read when the third page of three cannot be had: four people, and nobody may be missed. */
function expectAdditive(reading: Reading, reason: string): void {
  expect(ids(reading)).toEqual(["E1", "E2", "E3", "E4"]);
  expect(reading.certificate("employments")).toMatchObject({ complete: false, count: 4 });
  expect(reading.certificate("employments")?.reason).toContain(reason);
}

describe("F4 a next page that cannot be had", () => {
  const next = (to: unknown): Fault => ({
    kind: "rewrite",
    change: (body) => ({ ...(body as object), next: to }),
  });
  const paged = (server: SimulatedHrServer) => configOf(server, { paging: { how: "next" } });

  it("on another server is not asked for, and the login does not go there", async () => {
    const other = await serve();
    const server = await serve({ paging: "next" });
    server.faults.on(/after=2/, next(`${other.peopleUrl}?after=4`));
    expectAdditive(await read(paged(server)), "points to another server");
    expect(other.faults.seen).toEqual([]);
  });

  it("that was read already ends the chain", async () => {
    const server = await serve({ paging: "next" });
    server.faults.on(/after=2/, next("/people"));
    expectAdditive(await read(paged(server)), "points back to one that was read");
  });

  it.each([401, 403, 404, 410])("F3 refused with %i leaves what came before", async (status) => {
    const server = await serve({ paging: "next" });
    server.faults.on(/after=4/, { kind: "status", status }, ALWAYS);
    expectAdditive(await read(paged(server)), `Page 3 could not be read`);
  });

  it("is not the first one again because the service has no pages", async () => {
    const server = await serve({ paging: "none" });
    const reading = await read(configOf(server, { paging: { how: "page" } }));
    expect(reading.people).toHaveLength(5);
    expect(reading.quarantined).toEqual([]);
    expect(reading.certificate("employments")).toMatchObject({ complete: false });
    expect(reading.certificate("employments")?.reason).toContain("does not know the parameter");
  });
});

describe("F6 a connection that breaks in the middle", () => {
  it("is taken up again: the page is not in there twice", async () => {
    const server = await serve({ paging: "next" });
    server.faults.on(/after=2/, { kind: "cut" });
    const reading = await read(configOf(server, { paging: { how: "next" } }));
    expect(ids(reading)).toEqual(["E1", "E2", "E3", "E4", "E5"]);
    expect(reading.certificate("employments")?.complete).toBe(true);
    expect(reading.end.remarks.join()).toContain("1 of the calls had to be repeated");
  });

  it.each([
    ["cut", { kind: "cut" }],
    ["reset", { kind: "reset" }],
    ["hanging", { kind: "hang" }],
    ["half JSON", { kind: "rewrite", change: () => '{"records":[{"employeeId":"E5","na' }],
    ["no JSON", { kind: "rewrite", change: () => "<html>" }],
    ["a list that is not closed", { kind: "rewrite", change: () => '{"records":[{"a":1}' }],
    ["a broken end", { kind: "rewrite", change: () => '{"records":[],"next":tru}' }],
    ["500", { kind: "status", status: 500 }],
  ] satisfies [string, Fault][])(
    "always, on a later page (%s): no certificate",
    async (_, fault) => {
      const server = await serve({ paging: "next" });
      server.faults.on(/after=4/, fault, ALWAYS);
      const reading = await read(configOf(server, { paging: { how: "next" }, ...patience(fault) }));
      expectAdditive(reading, "Page 3 could not be read");
    },
  );

  it.each([
    ["cut", { kind: "cut" }, "SOURCE_AWAY"],
    ["hanging", { kind: "hang" }, "SOURCE_AWAY"],
    ["500", { kind: "status", status: 500 }, "SOURCE_AWAY"],
    [
      "half JSON",
      { kind: "rewrite", change: () => '[{"employeeId":"E1"},{"emp' },
      "SOURCE_GARBLED",
    ],
  ] satisfies [string, Fault, string][])(
    "always, on the first (%s): nothing is told",
    async (_, fault, code) => {
      const server = await serve();
      server.faults.on("GET /people", fault, ALWAYS);
      const error = await failureOf(read(configOf(server, patience(fault))));
      expect(error).toMatchObject({ code });
      expect(outcomeOf(error)).toEqual({ kind: "retry" });
    },
  );

  it("an answer without a list says what to check, at once", async () => {
    const server = await serve({ shape: "bamboohr" });
    const error = await failureOf(read(configOf(server, { preset: "workday" })));
    expect(error).toMatchObject({ code: "SOURCE_GARBLED" });
    expect(String(error)).toContain("one under Report_Entry): see whether `preset:` fits it");
    expect(server.faults.seen).toHaveLength(1);
  });
});

describe("a service that is busy or slow", () => {
  const busy = (retryAfter: string): Fault => ({
    kind: "status",
    status: 429,
    headers: { "retry-after": retryAfter },
  });

  it("F1 is waited for as told", async () => {
    const server = await serve();
    server.faults.on("GET /people", busy("1"));
    expect((await read(configOf(server))).certificate("employments")?.complete).toBe(true);
  });

  it("F1 delays the job when that is long, also in the middle", async () => {
    const server = await serve({ paging: "next" });
    server.faults.on(/after=2/, busy("3600"));
    const error = await failureOf(read(configOf(server, { paging: { how: "next" } })));
    expect(outcomeOf(error)).toEqual({ kind: "wait", waitMs: 3_600_000 });
  });

  it("F2 is tried again after 503, a reset and silence", async () => {
    const server = await serve({ paging: "next" });
    server.faults.on(/people$/, { kind: "status", status: 503 });
    server.faults.on(/after=2/, { kind: "reset" }).on(/after=4/, { kind: "hang" });
    const reading = await read(configOf(server, { paging: { how: "next" }, remote: IMPATIENT }));
    expect(reading.people).toHaveLength(5);
    expect(reading.certificate("employments")?.complete).toBe(true);
  });

  it("ends at once when the run is stopped", async () => {
    const server = await serve();
    server.faults.on("GET /people", { kind: "hang" }, ALWAYS);
    const abort = new AbortController();
    const config = configOf(server, { remote: { deadlineMs: 60_000 } });
    const reading = failureOf(read(config, { signal: abort.signal }));
    const reason = new Error("the run was stopped");
    abort.abort(reason);
    expect(await reading).toBe(reason);
  });
});

describe("F10 a report that is refused", () => {
  it.each([
    [401, "renew them in the variable"],
    [403, "grant the permission"],
    [404, "check the address"],
  ])("with %i fails clearly when it is all there is", async (status, next) => {
    const server = await serve();
    server.faults.on("GET /people", { kind: "status", status }, ALWAYS);
    const error = await failureOf(read(configOf(server)));
    expect(error).toMatchObject({ code: "SOURCE_REFUSED", status, endpoint: "GET /people" });
    expect(error).toMatchObject({ next: expect.stringContaining(next) });
    expect(server.faults.seen).toHaveLength(1);
  });

  it("leaves the other one certified", async () => {
    const server = await serve({ teams: () => [{ teamId: "T1", name: "Claims" }] });
    const config = configOf(server, { teamsUrl: server.teamsUrl });
    server.faults.on("GET /teams", { kind: "status", status: 403 });
    const withoutTeams = await read(config);
    expect(withoutTeams.certificate("employments")?.complete).toBe(true);
    expect(withoutTeams.certificate("teams")).toMatchObject({ complete: false, count: 0 });
    expect(withoutTeams.end.remarks.join()).toContain("/teams: not read.");
    server.faults.on("GET /people", { kind: "status", status: 403 });
    const withoutPeople = await read(config);
    expect(withoutPeople.certificate("employments")).toMatchObject({ complete: false, count: 0 });
    expect(withoutPeople.certificate("teams")?.complete).toBe(true);
    expect(withoutPeople.teams).toHaveLength(1);
  });

  it("is not the same as one that is away: the run is tried again", async () => {
    const server = await serve({ teams: () => [{ teamId: "T1", name: "Claims" }] });
    server.faults.on("GET /people", { kind: "reset" }, ALWAYS);
    const config = configOf(server, { teamsUrl: server.teamsUrl });
    expect(await failureOf(read(config))).toMatchObject({ code: "SOURCE_AWAY" });
  });

  it("a teams report that is away leaves the people certified", async () => {
    const server = await serve({ teams: () => [{ teamId: "T1", name: "Claims" }] });
    server.faults.on("GET /teams", { kind: "reset" }, ALWAYS);
    const reading = await read(configOf(server, { teamsUrl: server.teamsUrl }));
    expect(reading.certificate("employments")?.complete).toBe(true);
    expect(reading.certificate("teams")?.complete).toBe(false);
  });
});
