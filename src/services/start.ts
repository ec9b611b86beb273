import { choose, valueOf, VARIABLE, type Choice } from "./choice.js";
import { dockerDown, dockerRunning, dockerUp } from "./docker-servers.js";
import { dockerProblem } from "./docker.js";
import { embeddedDown, embeddedUp, findEmbedded, removeData } from "./embedded.js";
import { addressOf, TITLE, type Place } from "./place.js";
import type { ServerName } from "./record.js";

/** Where one server is, why there, and whether this call started it. */
export interface Found extends Choice {
  readonly address: string;
  readonly startedNow: boolean;
}

/** Finds or starts these servers, none of which the environment names. The lock must be held. */
export async function startAll(
  place: Place,
  names: readonly ServerName[],
): Promise<ReadonlyMap<ServerName, Found>> {
  const choices = await chooseAll(place, names);
  const found = new Map<ServerName, Found>();
  try {
    await startDocker(place, choices, found);
    await startEmbedded(place, choices, found);
    return found;
  } catch (error) {
    await stopAll(place, startedNow(found), false);
    throw error;
  }
}

/** Stops these servers of the data folder, however they run; returns those that ran. */
export async function stopAll(
  place: Place,
  names: readonly ServerName[],
  withData: boolean,
): Promise<readonly ServerName[]> {
  const docker = await dockerDown(place, names, withData);
  const ended = await Promise.all(names.map(async (name) => embeddedDown(place.dataDir, name)));
  if (withData) for (const name of names) removeData(place.dataDir, name);
  return names.filter((name, index) => docker.includes(name) || ended[index] === true);
}

/** Those of them that this call started. */
export function startedNow(found: ReadonlyMap<ServerName, Found>): readonly ServerName[] {
  return [...found].filter(([, one]) => one.startedNow).map(([name]) => name);
}

async function chooseAll(
  place: Place,
  names: readonly ServerName[],
): Promise<Map<ServerName, Choice>> {
  const inDocker = await dockerRunning(place);
  const running = (name: ServerName): "docker" | "embedded" | null => {
    if (findEmbedded(place.dataDir, name) !== null) return "embedded";
    return inDocker.includes(name) ? "docker" : null;
  };
  const isAnyNew = names.some((name) => running(name) === null);
  const problem = isAnyNew ? await dockerProblem(place.env) : null;
  const choices = new Map<ServerName, Choice>();
  for (const name of names) {
    const variable = VARIABLE[name];
    const isNamed = valueOf(place.env, variable) !== null;
    const choice = choose({ variable, isNamed, running: running(name), dockerProblem: problem });
    choices.set(name, choice);
    place.log(`${TITLE[name]}: ${choice.how}, because ${choice.why}.`);
  }
  return choices;
}

function chosen(choices: ReadonlyMap<ServerName, Choice>, how: Choice["how"]): ServerName[] {
  return [...choices].filter(([, choice]) => choice.how === how).map(([name]) => name);
}

/** A daemon that answers but cannot give the containers (no images, no network) is no daemon. */
async function startDocker(
  place: Place,
  choices: Map<ServerName, Choice>,
  found: Map<ServerName, Found>,
): Promise<void> {
  const names = chosen(choices, "docker");
  if (names.length === 0) return;
  const outcome = await dockerUp(place, names);
  for (const name of names) {
    const choice = choices.get(name);
    if (!outcome.ok) {
      choices.set(name, { how: "embedded", why: outcome.problem });
      place.log(`${TITLE[name]}: embedded after all, because ${outcome.problem}.`);
    } else if (choice !== undefined) {
      const address = outcome.addresses.get(name) ?? "";
      found.set(name, { ...choice, address, startedNow: outcome.startedNow.includes(name) });
    }
  }
}

async function startEmbedded(
  place: Place,
  choices: ReadonlyMap<ServerName, Choice>,
  found: Map<ServerName, Found>,
): Promise<void> {
  const started = await embeddedUp(place, chosen(choices, "embedded"));
  for (const [name, running] of started) {
    const choice = choices.get(name);
    if (choice === undefined) continue;
    const address = addressOf(name, running.record.port);
    found.set(name, { ...choice, address, startedNow: running.startedNow });
  }
}
