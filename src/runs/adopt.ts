import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import {
  type UnregisteredRow,
  describeIdentities,
  listUnregistered,
} from "../graph/queries/agents.js";
import { CountersignError } from "../platform/errors.js";
import { FolderJudge } from "../sources/registry/folder-judge.js";
import { chooseAgent, refused } from "./adopt-choice.js";
import { documentText, slugOf } from "./adopt-document.js";
import { type Shelf, claimOf, fileOf, freeId, readShelf, writeDocument } from "./adopt-shelf.js";
import { type SponsorView, judgeSponsors } from "./adopt-sponsors.js";
import type { Context } from "./context.js";
import { knownSource } from "./known-source.js";

/** An agent that works at a directory and that no document claims. */
export interface UnregisteredAgent {
  /** `source/native id` */
  readonly key: string;
  readonly name: string;
  readonly source: string;
  readonly nativeId: string;
  readonly firstSeenAt: Instant;
  readonly createdAt: Instant | null;
  readonly sponsor: SponsorView;
  /** Place of a document that claims it already and waits for a sync; null: there is none. */
  readonly document: string | null;
}

/** An agent for which a document was written, or would be. */
export interface AdoptedAgent {
  readonly key: string;
  readonly name: string;
  /** Registry id. */
  readonly id: string;
  readonly sponsor: SponsorView;
  /** Absolute path of the file. */
  readonly file: string;
  readonly text: string;
}

/** What `adopt` did. */
export interface AdoptReport {
  /** Nothing was written. */
  readonly printed: boolean;
  readonly adopted: readonly AdoptedAgent[];
  /** Of all of them, those that could not be adopted, and why. */
  readonly refused: readonly {
    readonly key: string;
    readonly name: string;
    readonly sentence: string;
  }[];
}

/** Which agents, and where to. */
export interface AdoptOrder {
  /** `source/id`, an id or a name; null: all unregistered ones. */
  readonly agent: string | null;
  /** Absolute path of the registry folder. */
  readonly folder: string;
  /** Say what would be written and write nothing. */
  readonly print: boolean;
}

/**
 * Agents that work at a directory and that no document claims, as of the last sync.
 *
 * @param folders absolute paths of registry folders: what a document there claims is said
 * @throws CountersignError AGENTS_UNREAD
 */
export async function unregisteredAgents(
  context: Context,
  folders: readonly string[],
): Promise<UnregisteredAgent[]> {
  const { graph } = context;
  const at = context.clock.now();
  const rows = await unregistered(context);
  const sponsors = await judgeSponsors(graph, rows, at);
  const documents = new Map<string, string>();
  for (const folder of folders) {
    const { claimed } = await readShelf(folder, context.dir, at).catch(nothingIfUnreadable);
    for (const [key, place] of claimed) documents.set(key, place);
  }
  return rows.map((row) => ({
    key: row.key,
    name: row.name,
    source: row.source,
    nativeId: row.nativeId,
    firstSeenAt: row.firstSeenAt,
    createdAt: row.createdAt,
    sponsor: sponsorIn(sponsors, row),
    document: claimOf(row, documents),
  }));
}

/** @throws CountersignError AGENTS_UNREAD where "none" would only mean that nobody has looked yet */
async function unregistered({ graph, config }: Context): Promise<UnregisteredRow[]> {
  const rows = await graph.read((tx) => listUnregistered.run(tx, {}));
  const directories = config.sources.filter(({ type }) => type === "okta" || type === "entra");
  if (rows.length > 0 || directories.length === 0) return rows;
  for (const { id } of directories) if ((await knownSource(graph, id)) !== null) return rows;
  throw new CountersignError({
    code: "AGENTS_UNREAD",
    message: "No directory was read yet, so nobody can say which agents there are.",
    next: "countersign sync, then ask again.",
    audience: "caller",
  });
}

/** A list is not worth failing for a folder; `adopt` itself and `lint` say what is wrong with it. */
function nothingIfUnreadable(error: unknown): Shelf {
  if (error instanceof CountersignError) return { claimed: new Map(), taken: new Set() };
  throw error;
}

/**
 * Writes a registry document for one unregistered agent, or for all of them. Nothing in the graph changes:
 * the next sync reads the document like any other.
 *
 * @throws CountersignError AGENTS_UNREAD, AGENT_UNKNOWN, AGENT_AMBIGUOUS, ADOPT_REFUSED; REGISTRY_FOLDER_MISSING or
 * REGISTRY_FOLDER_UNREADABLE
 */
export async function adopt(context: Context, order: AdoptOrder): Promise<AdoptReport> {
  const { graph } = context;
  const at = context.clock.now();
  const shelf = await readShelf(order.folder, context.dir, at);
  const rows = await unregistered(context);
  const chosen = order.agent === null ? rows : [await choose(graph, rows, order.agent)];
  const sponsors = await judgeSponsors(graph, chosen, at);
  const adopted: AdoptedAgent[] = [];
  const failures: AdoptReport["refused"][number][] = [];
  for (const row of chosen) {
    try {
      const one = await adoptOne(graph, row, {
        order,
        shelf,
        at,
        sponsor: sponsorIn(sponsors, row),
      });
      adopted.push(one);
    } catch (error) {
      if (order.agent !== null || !(error instanceof CountersignError)) throw error;
      failures.push({ key: row.key, name: row.name, sentence: error.message });
    }
  }
  return { printed: order.print, adopted, refused: failures };
}

async function choose(
  graph: Graph,
  rows: readonly UnregisteredRow[],
  word: string,
): Promise<UnregisteredRow> {
  return chooseAgent(
    rows,
    word,
    await graph.read((tx) => describeIdentities.run(tx, { identifiers: [word] })),
  );
}

async function adoptOne(
  graph: Graph,
  row: UnregisteredRow,
  frame: {
    readonly order: AdoptOrder;
    readonly shelf: Shelf;
    readonly at: Instant;
    readonly sponsor: SponsorView;
  },
): Promise<AdoptedAgent> {
  const { order, shelf, at, sponsor } = frame;
  const place = claimOf(row, shelf.claimed);
  if (place !== null) {
    throw refused(`${place} claims ${row.key} already.`, "countersign lint, then countersign sync");
  }
  const id = await freeId(graph, slugOf(row), shelf.taken);
  const text = documentText({ ...row, id, sponsor, at });
  const [problem] = problemsOf(text, at);
  if (problem !== undefined) {
    throw refused(`No document can be written for ${row.key}: ${problem}`, "Write it by hand.");
  }
  if (!order.print) await writeDocument(order.folder, id, text);
  shelf.taken.add(id);
  return { key: row.key, name: row.name, id, sponsor, file: fileOf(order.folder, id), text };
}

function sponsorIn(
  sponsors: ReadonlyMap<string, SponsorView>,
  { key }: UnregisteredRow,
): SponsorView {
  return sponsors.get(key) ?? { person: null, address: null, remark: null };
}

/** What `lint` would say of the text by itself: it must be nothing. */
function problemsOf(text: string, at: Instant): string[] {
  const judge = new FolderJudge(at);
  judge.add("adopted.yaml", text);
  return judge.finish([]).quarantined.map(({ problem }) => problem.sentence);
}
