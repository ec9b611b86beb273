import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bare } from "../../scripts/soak/bare.js";
import { planCompany } from "../../scripts/soak/company.js";
import { Life } from "../../scripts/soak/life.js";
import { livingDriver } from "../../scripts/soak/living-driver.js";
import { soakRun, type SoakGround } from "../../scripts/soak/run.js";
import { lineOf } from "../../scripts/soak/table.js";
import { holdTime, type VirtualTime } from "../../scripts/soak/virtual-time.js";
import { Graph } from "../../src/graph/graph.js";
import { closeContext, openContext } from "../../src/runs/use-cases.js";
import type { Context } from "../../src/runs/context.js";
import { wipeGraph } from "../support/graph.js";
import { worldEnvironment } from "../support/world.js";

/** One company of each kind; `npm run soak` lives hundreds. */
const SEEDS = [4, 6, 7];
const RANDOM = Math.floor(Math.random() * 1_000_000);

let folder: string;
let opened: Context;
let time: VirtualTime;
let ground: SoakGround;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "countersign-soak-"));
  opened = await openContext({ configPath: bare(folder), env: worldEnvironment() });
  const { driver } = opened.graph;
  time = holdTime();
  ground = {
    context: { ...opened, graph: new Graph(livingDriver(driver, new Life())) },
    address: {
      uri: inject("neo4jUri"),
      user: inject("neo4jUser"),
      password: inject("neo4jPassword"),
    },
    folder,
    time,
    wipe: () => wipeGraph(driver),
  };
});

afterAll(async () => {
  time.restore();
  await closeContext(opened);
  rmSync(folder, { recursive: true, force: true });
});

describe("a company that lives with faults and deaths of the service", { timeout: 600_000 }, () => {
  it.each([...SEEDS, RANDOM])(
    "F20 I5 I9 ends as it does without them, and nobody departs or is lost on the way (seed %i)",
    async (seed) => {
      const result = await soakRun(ground, planCompany(seed));
      const said = lineOf(result, true);
      expect(result.wrongfulDepartures, said).toEqual([]);
      expect(result.lostAuthorizations, said).toEqual([]);
      expect(result.otherWrongs, said).toEqual([]);
      expect(result.differing, said).toEqual([]);
      expect(result.lives).toBeGreaterThan(3);
    },
  );
});
