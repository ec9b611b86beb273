import { composeDown, composeRunning, composeUp, projectOf } from "./docker.js";
import { addressOf, TITLE, type Place } from "./place.js";
import { freePort } from "./ports.js";
import { askLocal, askUntilAnswered } from "./probe.js";
import {
  readDockerRecord,
  removeDockerRecord,
  writeDockerRecord,
  type DockerRecord,
  type ServerName,
} from "./record.js";

/** The health checks have passed when we start asking. */
const READY_MS = 30_000;

/** Containers of ours that pass their health checks, or why there are none. */
export type DockerOutcome =
  | {
      readonly ok: true;
      readonly addresses: ReadonlyMap<ServerName, string>;
      readonly startedNow: readonly ServerName[];
    }
  | { readonly ok: false; readonly problem: string };

/** Makes sure that these servers of the data folder's compose project run; finds those that do. */
export async function dockerUp(place: Place, names: readonly ServerName[]): Promise<DockerOutcome> {
  const record = readDockerRecord(place.dataDir) ?? (await newRecord(place));
  const before = await composeRunning(record, place.env);
  writeDockerRecord(place.dataDir, record);
  const problem = await upAndAnswering(place, record, names);
  const startedNow = names.filter((name) => !before.includes(name));
  if (problem !== null) {
    if (startedNow.length > 0) await dockerDown(place, startedNow, false);
    return { ok: false, problem };
  }
  const addresses = new Map(names.map((name) => [name, addressOf(name, record.ports[name])]));
  return { ok: true, addresses, startedNow };
}

/** Health checks look from inside the container; what counts is that we get an answer. */
async function upAndAnswering(
  place: Place,
  record: DockerRecord,
  names: readonly ServerName[],
): Promise<string | null> {
  const { ok, output } = await composeUp(record, names, place.env);
  if (!ok) {
    const said = output.trim().split("\n").at(-1) ?? "";
    return `docker compose up failed (${said.slice(0, 200)})`;
  }
  for (const name of names) {
    const address = addressOf(name, record.ports[name]);
    const problem = await askUntilAnswered(async () => askLocal(name, address), READY_MS);
    if (problem !== null) return `the container of ${TITLE[name]} does not answer (${problem})`;
  }
  return null;
}

/** The servers of this data folder that run as containers. */
export async function dockerRunning(place: Place): Promise<readonly ServerName[]> {
  const record = readDockerRecord(place.dataDir);
  return record === null ? [] : composeRunning(record, place.env);
}

/** Stops these containers; returns those that ran. */
export async function dockerDown(
  place: Place,
  names: readonly ServerName[],
  removeData: boolean,
): Promise<readonly ServerName[]> {
  const record = readDockerRecord(place.dataDir);
  if (record === null) return [];
  const running = await composeRunning(record, place.env);
  await composeDown(record, { names, removeData }, place.env);
  if (running.every((name) => names.includes(name))) removeDockerRecord(place.dataDir);
  return running.filter((name) => names.includes(name));
}

/** Ports as set, else free ones: two data folders can run side by side. */
async function newRecord(place: Place): Promise<DockerRecord> {
  const port = async (name: ServerName): Promise<number> =>
    Number(place.env[`COUNTERSIGN_${name.toUpperCase()}_PORT`]) || freePort();
  const ports = { neo4j: await port("neo4j"), redis: await port("redis") };
  return { project: projectOf(place.dataDir), ports };
}
