import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** The servers we can start, by the name of their folder, record and compose service. */
export type ServerName = "neo4j" | "redis";

const processRecordSchema = z.object({ pid: z.int(), born: z.string(), port: z.int() });
/** A server we started as a process of this machine, as written to its pid file. */
export type ProcessRecord = z.infer<typeof processRecordSchema>;

const dockerRecordSchema = z.object({
  project: z.string(),
  ports: z.object({ neo4j: z.int(), redis: z.int() }),
});
/** The compose project of a data folder and the host ports it was given. */
export type DockerRecord = z.infer<typeof dockerRecordSchema>;

/** The pid file of the server; null when there is none or it was cut short. */
export function readProcessRecord(dataDir: string, name: ServerName): ProcessRecord | null {
  return read(join(dataDir, `${name}.pid.json`), processRecordSchema);
}

export function writeProcessRecord(dataDir: string, name: ServerName, record: ProcessRecord): void {
  write(join(dataDir, `${name}.pid.json`), record);
}

export function removeProcessRecord(dataDir: string, name: ServerName): void {
  rmSync(join(dataDir, `${name}.pid.json`), { force: true });
}

export function readDockerRecord(dataDir: string): DockerRecord | null {
  return read(join(dataDir, "docker.json"), dockerRecordSchema);
}

export function writeDockerRecord(dataDir: string, record: DockerRecord): void {
  write(join(dataDir, "docker.json"), record);
}

export function removeDockerRecord(dataDir: string): void {
  rmSync(join(dataDir, "docker.json"), { force: true });
}

function read<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, "utf8"))).data ?? null;
  } catch {
    return null;
  }
}

/** By rename, so that a reader never meets half a file. */
function write(file: string, record: ProcessRecord | DockerRecord): void {
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(record));
  renameSync(`${file}.new`, file);
}
