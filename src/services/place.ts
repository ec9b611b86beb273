import { join, resolve } from "node:path";
import type { ServerName } from "./record.js";

/** The surroundings of every step. */
export interface Place {
  /** Absolute: stores, logs, pid files. */
  readonly dataDir: string;
  /** Absolute: jars, which several data folders may share. */
  readonly libDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/** Makes paths absolute: a server we start has no working directory to rely on. */
export function placeOf(options: {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log?: (line: string) => void;
  readonly libDir?: string;
}): Place {
  const dataDir = resolve(options.dataDir);
  return {
    dataDir,
    libDir: resolve(options.libDir ?? join(dataDir, "lib")),
    env: options.env,
    log: options.log ?? (() => undefined),
  };
}

/** For people. */
export const TITLE = { neo4j: "Neo4j", redis: "Redis" } as const;

/** Where a server on this machine is reached. */
export function addressOf(name: ServerName, port: number): string {
  return `${name === "neo4j" ? "bolt" : "redis"}://127.0.0.1:${port}`;
}
