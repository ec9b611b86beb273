import { afterEach, describe, expect, it } from "vitest";
import type { Fault } from "../../simulator/http/faults.js";
import type { SourceEnd, SourcePage } from "../../src/sources/port.js";
import { LISTS, status, without } from "../unit/msgraph/faulty.js";
import {
  ALL_COMPLETE,
  completeness,
  NOW,
  openOffice,
  readAll,
  type Office,
  type OfficeOptions,
} from "../unit/msgraph/tenant.js";

let office: Office;
const open = async (options?: OfficeOptions): Promise<Office> =>
  (office = await openOffice(options));
afterEach(async () => office.graph.close());

describe("F1: a busy directory", () => {
  it.each([
    ["seconds", "7", 7_000],
    ["a date", new Date(NOW + 9_000).toUTCString(), 9_000],
    ["none: at least a second", "0", 1_000],
  ])(
    "is left alone as long as it says (%s), and the read goes on",
    async (_, retryAfter, waitMs) => {
      const { source, faults, waits } = await open();
      const headers = { "retry-after": retryAfter, date: new Date(NOW).toUTCString() };
      faults.on(/users\/delta\?\$skip/, status(429, headers));
      expect(completeness(await readAll(source))).toEqual(ALL_COMPLETE);
      expect(waits.slept).toEqual([waitMs]);
    },
  );

  it("is backed off from when it says nothing that can be meant", async () => {
    const { source, faults, waits } = await open();
    faults.on(/groups\/delta/, status(429, { "retry-after": "soon" }));
    expect(completeness(await readAll(source))).toEqual(ALL_COMPLETE);
    expect(waits.slept).toHaveLength(1);
    expect(waits.slept[0]).toBeGreaterThanOrEqual(1_000);
  });

  it("delays the job when it asks for longer than our patience, and the read goes on from its mark", async () => {
    const { source, faults, waits, asked } = await open();
    faults.on(/users\/delta\?\$skip/, status(429, { "retry-after": "3600" }), { nth: 2 });
    const pages: SourcePage[] = [];
    const ask = { cursor: null, at: NOW, signal: AbortSignal.timeout(5_000) };
    await expect(async () => {
      for await (const page of source.read(ask)) if (page.kind === "page") pages.push(page);
    }).rejects.toMatchObject({
      code: "SOURCE_BUSY",
      disposition: "wait",
      data: { retryAfterMs: 3_600_000 },
    });
    expect(pages).toHaveLength(2);
    // A later job in another process: the hour has passed, and nothing is asked for twice.
    const before = asked().length;
    const rest = await readAll(office.another(), { resume: pages.at(-1)?.resume ?? null });
    expect(completeness(rest)).toEqual(ALL_COMPLETE);
    expect(
      asked()
        .slice(before)
        .filter((one) => one === "GET /users/delta"),
    ).toHaveLength(1);
    expect(rest.end.certificates[0]?.count).toBe(8);
    expect(waits.slept).toEqual([]);
  });
});

describe("F2: a directory that fails", () => {
  const passing: readonly (readonly [string, Fault])[] = [
    ["500", status(500)],
    ["503 without a time", status(503)],
    ["504", status(504)],
    ["a reset connection", { kind: "reset" }],
    ["half an answer (F6)", { kind: "cut" }],
    ["a login page", { kind: "rewrite", change: () => "<html>Sign in</html>" }],
  ];
  it.each(passing)("%s once, anywhere: tried again, and everything is read", async (_, fault) => {
    const { source, faults } = await open();
    for (const [, match] of LISTS) faults.on(match, fault);
    const told = await readAll(source);
    expect(completeness(told)).toEqual(ALL_COMPLETE);
    expect(told.end.remarks).toEqual([`${LISTS.length} calls had to be tried again.`]);
  });

  it("no answer in time once: tried again, and everything is read", async () => {
    const { source, faults } = await open({ config: { remote: { attempts: 5, deadlineMs: 500 } } });
    faults.on(/groups\/delta/, { kind: "hang" });
    expect(completeness(await readAll(source))).toEqual(ALL_COMPLETE);
    expect(faults.seen.filter(({ url }) => url.includes("groups/delta?$select"))).not.toHaveLength(
      1,
    );
  });

  it.each(LISTS)(
    "%s for ever: those scopes are not certified, the others are",
    async (_, match, scopes) => {
      const { source, faults } = await open();
      faults.on(match, status(500), { times: Infinity });
      const told = await readAll(source);
      expect(completeness(told)).toEqual(without(scopes));
      const failed = told.end.certificates.find(({ complete }) => !complete);
      expect(failed?.reason).toContain("3 attempts failed, the last with status 500");
    },
  );

  it("everything for ever: the read throws, and nothing was told", async () => {
    const { source, faults } = await open();
    for (const [, match] of LISTS) faults.on(match, status(500), { times: Infinity });
    await expect(readAll(source)).rejects.toMatchObject({
      code: "SOURCE_AWAY",
      disposition: "retry",
    });
  });

  it("a hanging one ends with the run's signal", async () => {
    const { source, faults } = await open({ config: { remote: { deadlineMs: 600_000 } } });
    faults.on(/groups\/delta/, { kind: "hang" });
    const stop = new AbortController();
    const drain = async (): Promise<void> => {
      await expect.poll(() => office.asked()).toContain("GET /groups/delta");
      stop.abort(new Error("drained"));
    };
    const [outcome] = await Promise.allSettled([readAll(source, { signal: stop.signal }), drain()]);
    expect(outcome).toMatchObject({ status: "rejected", reason: { message: "drained" } });
  });
});

describe("F3: a token that expires between two pages", () => {
  it("is renewed, and the same link is asked again", async () => {
    const { source, graph, faults } = await open();
    const ask = { cursor: null, at: NOW, signal: AbortSignal.timeout(5_000) };
    let end: SourceEnd | null = null;
    let pages = 0;
    for await (const page of source.read(ask)) {
      if (page.kind === "end") end = page;
      else if ((pages += 1) === 1) graph.expireAccessTokens();
    }
    expect(end?.certificates.every(({ complete }) => complete)).toBe(true);
    const skips = faults.seen.filter(({ url }) => /users\/delta\?\$skip/.test(url));
    expect(skips[0]?.url).toBe(skips[1]?.url);
    expect(faults.seen.filter(({ method }) => method === "POST")).toHaveLength(2);
  });

  it("that is refused even when it is new ends the scope, not in a loop", async () => {
    const { source, faults } = await open();
    faults.on(/groups\/delta/, status(401), { times: Infinity });
    expect(completeness(await readAll(source))).toEqual(without(["teams", "members"]));
    expect(faults.seen.filter(({ url }) => url.includes("groups/delta"))).toHaveLength(2);
  });
});
