import type { Driver } from "neo4j-driver";
import { fixedClock } from "../../src/platform/clock.js";
import type { Context } from "../../src/runs/context.js";
import { closeContext, openContext, sync, withClock } from "../../src/runs/use-cases.js";
import { openSource } from "../../src/runs/sources.js";
import { emptyGraph } from "./by-hand.js";
import { TOKEN, writeConfig } from "./config.js";
import { CountedGraph, heapMb, peakMb, watched } from "./meter.js";
import { PreparedSource, readPrepared } from "./pages.js";
import { type Measured, PHASES, type PhaseName } from "./phases.js";
import { type Checked, holdAgainst } from "./truth.js";

/** A phase begins this long after the one before. */
const STEP_MS = 60_000;

/** The measured sync, in a process of its own. */
export class Ours {
  readonly #context: Context;
  readonly #driver: Driver;

  private constructor(context: Context) {
    this.#context = context;
    this.#driver = context.graph.driver;
  }

  static async open(folder: string): Promise<Ours> {
    const configPath = writeConfig(folder, "http://127.0.0.1:1");
    const env = { ...process.env, OKTA_TOKEN: TOKEN };
    return new Ours(await openContext({ configPath, env }));
  }

  /** Nothing is left. */
  async wipe(): Promise<void> {
    await emptyGraph(this.#driver);
  }

  /** From now on every statement is planned anew. */
  async forgetPlans(): Promise<void> {
    await this.#driver.executeQuery("CALL db.clearQueryCaches()");
  }

  /** One sync of both sources, from the first page to the closed run. */
  async run(folder: string, name: PhaseName): Promise<Measured> {
    const { states } = readPrepared(folder);
    const index = PHASES.findIndex((phase) => phase.name === name);
    const { state } = PHASES[index] ?? PHASES[0];
    const { at, hr, okta } = states[state];
    const graph = new CountedGraph(this.#context.graph);
    const context = withClock({ ...this.#context, graph }, fixedClock(at + index * STEP_MS));
    const { result, seconds, cpu, peakRssMb } = await watched(
      this.#driver,
      async () =>
        await sync(context, {
          plan: false,
          openSource: (config, frame) =>
            new PreparedSource(openSource(config, frame), config.type === "okta" ? okta : hr),
        }),
    );
    for (const source of result.sources) {
      if (source.status !== "complete") throw new Error(`${source.source}: ${source.status}`);
    }
    const { statements } = graph;
    return { seconds, cpu, statements, writes: result.writes.organisation, peakRssMb };
  }

  /** Holds the graph against the company after its last state. */
  async check(folder: string): Promise<Checked> {
    return await holdAgainst(readPrepared(folder).truthFile, this.#context.graph);
  }

  memory(): { readonly heapMb: number; readonly peakMb: number } {
    return { heapMb: heapMb(), peakMb: peakMb() };
  }

  async close(): Promise<void> {
    await closeContext(this.#context);
  }
}
