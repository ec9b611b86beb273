import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { bare } from "../../scripts/soak/bare.js";
import { Life } from "../../scripts/soak/life.js";
import { livingDriver } from "../../scripts/soak/living-driver.js";
import type { SoakGround } from "../../scripts/soak/run.js";
import { holdTime } from "../../scripts/soak/virtual-time.js";
import { Graph } from "../../src/graph/graph.js";
import { closeContext, openContext } from "../../src/runs/use-cases.js";
import { wipeGraph } from "./graph.js";
import { worldEnvironment } from "./world.js";

/** The servers of this run as the ground of soak runs; time is held until it is left. */
export async function openSoakGround(): Promise<{
  readonly ground: SoakGround;
  leave(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-soak-"));
  const opened = await openContext({ configPath: bare(folder), env: worldEnvironment() });
  const { driver } = opened.graph;
  const time = holdTime();
  const ground: SoakGround = {
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
  return {
    ground,
    async leave() {
      time.restore();
      await closeContext(opened);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
