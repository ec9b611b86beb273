import { afterEach, describe, expect, it } from "vitest";
import type { Context } from "../../../src/runs/context.js";
import { sync } from "../../../src/runs/use-cases.js";
import { DirectoryWorld } from "../../support/directory-world.js";
import { WatchedGraph } from "../../support/dying-graph.js";
import { gate } from "../../support/waiting.js";
import { right } from "../../support/world.js";
import { OWNER, RIGHT, STAFF, reportOf } from "./directory-staff.js";

let company: DirectoryWorld;

afterEach(() => company.close());

/** Where each source stands. Its digests are another thing: a run forgets them before it writes. */
async function checkpoints(): Promise<Record<string, unknown>> {
  const rows = await company.world.cypher(
    `MATCH (s:Source)
     RETURN s.id AS id, s {.cursor, .lastRun, .tenant, .scopes, .counts} AS checkpoint`,
  );
  return Object.fromEntries(rows.map((row) => [String(row["id"]), row["checkpoint"]]));
}

/** A run of a source that stands still between its read and its end until it is let go. */
async function pausedRun(source: string, instant: string) {
  const arrived = gate();
  const go = gate();
  const hooks = {
    beforeStatement: async (_: number, text: string) => {
      if (!text.includes("SET s.cursor")) return;
      arrived.open();
      await go.opened;
    },
  };
  const { graph } = company.world.context;
  const context: Context = {
    ...company.world.at(instant),
    graph: new WatchedGraph(graph, hooks),
  };
  const done = sync(context, { source, plan: false });
  await Promise.race([arrived.opened, done]);
  return { go: () => go.open(), done };
}

describe("several workers at once", { timeout: 180_000 }, () => {
  /**
   * Feed: nothing was wrong with it; two workers processed the users of one customer at a time.
   * Teem: the one that finished first deleted the keys both worked from; the other read an empty list.
   * Here: a source has one run at a time, and each keeps its own cursor and its own list of what it saw.
   */
  it("Teem 2024: concurrent workers shared and deleted each other's checkpoints", async () => {
    company = await DirectoryWorld.open({ entra: true, oktaConfig: { manager: { how: "none" } } });
    company.at("2026-03-01T08:00:00Z");
    company.world.people(["lead", ...STAFF].map((id) => ({ id })));
    company.world.registry(right(`${OWNER}@example.com`));
    for (const id of STAFF) company.user(company.okta, `o-${id}`, { workerId: id });
    for (const id of STAFF) company.user(company.entra, `e-${id}`, { workerId: id });
    await company.sync("2026-03-01T09:00:00Z");
    const before = await checkpoints();
    expect(before["entra"]).toMatchObject({ cursor: expect.any(String) as unknown });
    company.at("2026-03-02T08:00:00Z");
    company.user(company.okta, "o-second", { workerId: "p11" });
    company.user(company.entra, "e-second", { workerId: "p12" });

    const slow = await pausedRun("okta", "2026-03-02T09:00:00Z");
    await expect(company.sync("2026-03-02T09:01:00Z", { source: "okta" })).rejects.toMatchObject({
      code: "RUN_BUSY",
    });
    const quick = await company.sync("2026-03-02T09:01:00Z", { source: "entra" });
    expect(reportOf(quick, "entra").status).toBe("complete");
    const between = await checkpoints();
    expect(between["okta"]).toEqual(before["okta"]);
    expect(between["entra"]).not.toEqual(before["entra"]);
    slow.go();
    expect(reportOf(await slow.done, "okta").status).toBe("complete");
    const after = await checkpoints();
    expect(after["entra"]).toEqual(between["entra"]);
    expect(after["okta"]).not.toEqual(before["okta"]);

    const again = await company.sync("2026-03-02T10:00:00Z");
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect(await company.ownerOf("okta/o-second")).toBe("p11");
    expect(await company.ownerOf("entra/e-second")).toBe("p12");
    expect(await company.world.owners(RIGHT)).toEqual([OWNER]);
    const closed = await company.world.cypher(
      "MATCH (a:Account) WHERE a.status <> 'active' RETURN a.key AS key",
    );
    expect(closed).toEqual([]);
  });
});
