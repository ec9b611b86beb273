import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Driver, ManagedTransaction } from "neo4j-driver";
import { Graph, type Work } from "../../src/graph/graph.js";
import type { WriteTally } from "../../src/graph/query.js";

const MB = 1024 * 1024;
const SAMPLE_MS = 20;

// Only right after a collection a heap can be compared.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** What the process still holds when everything that can go is gone. */
export function heapMb(): number {
  collect();
  return Math.round(process.memoryUsage().heapUsed / MB);
}

/** Most memory this process ever had. */
export function peakMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** How long some work took, and what it cost. */
export interface Watched<T> {
  readonly result: T;
  readonly seconds: number;
  /** Seconds of processor time: of this process, and of the server. Load of others hardly changes them. */
  readonly cpu: { readonly client: number; readonly server: number };
  /** Most memory of this process meanwhile. */
  readonly peakRssMb: number;
}

/** Does the work and measures it. */
export async function watched<T>(driver: Driver, work: () => Promise<T>): Promise<Watched<T>> {
  collect();
  const serverBefore = await serverCpu(driver);
  const clientBefore = process.cpuUsage();
  let peak = process.memoryUsage.rss();
  const sample = (): void => void (peak = Math.max(peak, process.memoryUsage.rss()));
  const sampler = setInterval(sample, SAMPLE_MS);
  try {
    const began = performance.now();
    const result = await work();
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(clientBefore);
    sample();
    const server = (await serverCpu(driver)) - serverBefore;
    const cpu = { client: (user + system) / 1e6, server };
    return { result, seconds, cpu, peakRssMb: Math.round(peak / MB) };
  } finally {
    clearInterval(sampler);
  }
}

/** Processor time of the server so far, by its own account, in seconds. */
async function serverCpu(driver: Driver): Promise<number> {
  const { records } = await driver.executeQuery(
    `CALL dbms.queryJmx('java.lang:type=OperatingSystem') YIELD attributes
     RETURN toFloat(attributes.ProcessCpuTime.value) / 1e9 AS seconds`,
  );
  return Number(records[0]?.get("seconds"));
}

/** The real graph, its statements counted. */
export class CountedGraph extends Graph {
  #statements = 0;

  constructor(graph: Graph) {
    super(graph.driver, graph.database);
  }

  get statements(): number {
    return this.#statements;
  }

  override async read<T>(work: Work<T>): Promise<T> {
    return await super.read((tx) => work(this.#counted(tx)));
  }

  override async write<T>(work: Work<T>, tally?: WriteTally): Promise<T> {
    return await super.write((tx) => work(this.#counted(tx)), tally);
  }

  /** The transaction itself: it stays the one that is tallied. */
  #counted(tx: ManagedTransaction): ManagedTransaction {
    const run = tx.run.bind(tx);
    const counted = (text: string, params?: Record<string, unknown>) => {
      this.#statements += 1;
      return run(text, params);
    };
    return Object.assign(tx, { run: counted });
  }
}
