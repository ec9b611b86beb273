import { mkdir, realpath, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { type UnregisteredRow, knownAgents } from "../graph/queries/agents.js";
import { CountersignError } from "../platform/errors.js";
import { formatPlace } from "../platform/problem.js";
import { readRegistry } from "../sources/registry/read.js";
import { placeOf } from "../sync/registry/applied.js";
import { refused } from "./adopt-choice.js";

/** What the documents of a folder claim, and which ids are taken. */
export interface Shelf {
  /** Place of the document by the key of the agent it claims. */
  readonly claimed: ReadonlyMap<string, string>;
  /** Ids of agents in lower case, those of documents with problems included. */
  readonly taken: Set<string>;
}

/**
 * @param folder absolute path of a registry folder
 * @throws CountersignError REGISTRY_FOLDER_MISSING, REGISTRY_FOLDER_UNREADABLE
 */
export async function readShelf(folder: string, baseDir: string, at: Instant): Promise<Shelf> {
  const { observations, quarantined } = await readRegistry(folder, { baseDir, at });
  const claimed = new Map<string, string>();
  const taken = new Set<string>();
  for (const seen of observations) {
    const { document } = seen;
    if (document.kind !== "Agent") continue;
    taken.add(document.id.toLowerCase());
    if (document.status === "retired") continue;
    for (const { source, id } of document.identities) {
      claimed.set(`${source}/${id}`, formatPlace({ ...placeOf(seen, ""), column: null }));
    }
  }
  for (const { recordId } of quarantined) {
    if (recordId?.startsWith("Agent/") === true)
      taken.add(recordId.slice("Agent/".length).toLowerCase());
  }
  return { claimed, taken };
}

/** Where a document claims the agent by one of its ids; null: none does. */
export function claimOf(row: UnregisteredRow, claimed: ReadonlyMap<string, string>): string | null {
  const keys = [row.key, ...row.otherIds.map((id) => `${row.source}/${id}`)];
  return keys.flatMap((key) => claimed.get(key) ?? [])[0] ?? null;
}

const IDS_ASKED = 50;

/** The slug, or with the first number that makes it nobody's: neither in the folder nor ever in the graph (G2). */
export async function freeId(
  graph: Graph,
  slug: string,
  taken: ReadonlySet<string>,
): Promise<string> {
  for (let first = 1; ; first += IDS_ASKED) {
    const ids = Array.from({ length: IDS_ASKED }, (_, index) => numbered(slug, first + index));
    const known = await graph.read((tx) => knownAgents.run(tx, { ids }));
    const used = new Set(known.map((row) => row.id));
    const free = ids.find((id) => !taken.has(id) && !used.has(id));
    if (free !== undefined) return free;
  }
}

function numbered(slug: string, number: number): string {
  return number === 1 ? slug : `${slug}-${number}`;
}

/** Documents written by `adopt` are together, below the registry's folder. */
const FOLDER = "agents";

/** Where the document of an agent goes. */
export function fileOf(folder: string, id: string): string {
  return join(folder, FOLDER, `${id}.yaml`);
}

/**
 * Writes the document of an agent; never over a file that is there.
 *
 * @throws CountersignError ADOPT_REFUSED
 */
export async function writeDocument(folder: string, id: string, text: string): Promise<void> {
  const below = join(folder, FOLDER);
  const file = fileOf(folder, id);
  try {
    await mkdir(below, { recursive: true });
    const root = await realpath(folder);
    if ((await realpath(below)) !== join(root, FOLDER)) {
      throw refused(
        `${below} leads out of ${root}${sep}: what is written there would not be read.`,
        "Make it a folder.",
      );
    }
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    if (error instanceof CountersignError) throw error;
    throw cannotWrite(file, error);
  }
}

function cannotWrite(file: string, cause: unknown): CountersignError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
  return code === "EEXIST"
    ? refused(
        `${file} is there already and was not overwritten.`,
        "Look at what is in it, or move it away.",
      )
    : refused(
        `${file} cannot be written (${code}).`,
        "Let the user that runs countersign write there, or use --print.",
        cause,
      );
}
