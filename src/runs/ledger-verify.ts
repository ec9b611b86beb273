import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Graph } from "../graph/graph.js";
import { countEntries, readHead } from "../graph/queries/ledger.js";
import { CountersignError } from "../platform/errors.js";
import { CHAIN_START, type ChainEnd, ChainWalk } from "../platform/ledger-chain.js";
import type { Context } from "./context.js";
import { type LedgerRecord, exportedEntry, ledgerRecord, storedRecords } from "./ledger-records.js";

/** One thing that is wrong with the ledger, with its place. */
export interface LedgerProblem {
  readonly kind: string;
  readonly position: number | null;
  readonly run: number | null;
  readonly entry: string | null;
  readonly sentence: string;
}

/** What verifying found. `problems` is empty when nothing is wrong; the first break of the chain comes first. */
export interface LedgerVerdict {
  readonly entries: number;
  /** The first position that was looked at; an export may begin later than the ledger. */
  readonly from: number;
  readonly end: ChainEnd;
  /** Entries of closed runs that wait for their place: the next run or act that closes gives it to them. */
  readonly waiting: number;
  /** The position that the hash kept elsewhere belongs to; null: none was given, or it is nowhere. */
  readonly keptAt: number | null;
  readonly problems: readonly LedgerProblem[];
}

/** Runs counted at once, and those told at most. */
const RUNS = 1_000;
const TOLD = 50;

/**
 * F45: walks the ledger from its first entry, compares its end with the head and the entries of every closed run with
 * how many it wrote. `kept` is a hash that was noted elsewhere: somebody who can write the database can make
 * a whole new chain, and only that hash tells.
 */
export async function verifyLedger(
  context: Context,
  { kept }: { readonly kept: string | null },
): Promise<LedgerVerdict> {
  const { graph } = context;
  const walked = await walk(storedRecords(graph, 0), { kept, start: CHAIN_START });
  const [runs, ending] = [await countRuns(graph), await compareHead(graph, walked)];
  return {
    ...walked,
    waiting: runs.waiting,
    problems: [...walked.problems, ...ending, ...keptProblems(walked, kept), ...runs.problems],
  };
}

/**
 * The same of an export, without any database.
 *
 * @throws CountersignError LEDGER_FILE_UNREADABLE
 */
export async function verifyLedgerFile(
  path: string,
  { kept }: { readonly kept: string | null },
): Promise<LedgerVerdict> {
  const walked = await walk(fileRecords(path), { kept, start: null });
  return {
    ...walked,
    waiting: 0,
    problems: [...walked.problems, ...keptProblems(walked, kept)],
  };
}

type Walked = Omit<LedgerVerdict, "waiting">;

/** @param frame.start null: the records begin where their first one says */
async function walk(
  records: AsyncIterable<LedgerRecord>,
  frame: { readonly kept: string | null; readonly start: ChainEnd | null },
): Promise<Walked> {
  let chain = frame.start === null ? null : new ChainWalk(frame.start);
  let entries = 0;
  let from = 1;
  let keptAt: number | null = frame.kept === CHAIN_START.hash ? 0 : null;
  for await (const record of records) {
    const { entry, position } = record;
    if (entry !== null && chain === null) {
      from = position;
      chain = new ChainWalk({ position: position - 1, hash: entry.previous });
    }
    chain ??= new ChainWalk();
    const broken = entry === null ? unreadable(record, chain.end) : chain.next(entry);
    if (broken !== null) return { entries, from, end: chain.end, keptAt, problems: [broken] };
    entries += 1;
    if (entry?.hash === frame.kept) keptAt = position;
  }
  return { entries, from, end: chain?.end ?? CHAIN_START, keptAt, problems: [] };
}

function unreadable(record: LedgerRecord, end: ChainEnd): LedgerProblem {
  const { place, position } = record;
  const expected = end.position + 1;
  const kind = "unreadable";
  const sentence = `What stands at ${place} is no entry as Countersign writes one: ${record.problem}.`;
  return { kind, position: Math.min(expected, position), run: null, entry: null, sentence };
}

const headShape = z.object({ position: z.number().int(), hash: z.string() });

/** The end of an unbroken chain against the head: a tail that is gone, or entries nobody chained. */
async function compareHead(graph: Graph, { problems, end }: Walked): Promise<LedgerProblem[]> {
  if (problems.length > 0) return [];
  const [row] = await graph.read((tx) => readHead.run(tx, {}));
  if (row === undefined && end.position === 0) return [];
  const head = headShape.safeParse(row?.head);
  if (!head.success)
    return [problem("headMissing", end.position, "The head of the chain is gone or unreadable.")];
  const { position, hash } = head.data;
  if (position === end.position) {
    if (hash === end.hash) return [];
    const sentence = `The head has another hash than the last entry, ${position}.`;
    return [problem("headDiffers", position, sentence)];
  }
  // Entries and head are committed together: whoever chained meanwhile has left both.
  const more = await walk(storedRecords(graph, end.position), { kept: null, start: end });
  if (more.problems.length > 0) return [...more.problems];
  if (more.end.position === position && more.end.hash === hash) return [];
  if (more.entries > 0) return await compareHead(graph, more);
  const sentence =
    position > end.position
      ? `The head stands at ${position}, and the last entry found is ${end.position}: what follows is missing.`
      : `The head stands at ${position}; what follows it up to ${end.position} was not chained by Countersign, or the head was set back.`;
  const first = Math.min(position, end.position) + 1;
  return [problem(position > end.position ? "missing" : "beyondHead", first, sentence)];
}

function keptProblems({ keptAt, problems }: Walked, kept: string | null): LedgerProblem[] {
  if (kept === null || keptAt !== null) return [];
  const sentence =
    problems.length > 0
      ? "The hash kept elsewhere was not reached before the break."
      : "No entry has the hash kept elsewhere: the ledger was rewritten or cut since it was noted.";
  return [problem("keptHashAbsent", null, sentence)];
}

async function countRuns(
  graph: Graph,
): Promise<{ readonly waiting: number; readonly problems: readonly LedgerProblem[] }> {
  const problems: LedgerProblem[] = [];
  let waiting = 0;
  let after: number | null = 0;
  while (after !== null) {
    const from: number = after;
    const [page] = await graph.read((tx) => countEntries.run(tx, { after: from, limit: RUNS }));
    waiting += page?.waiting ?? 0;
    for (const { run, said, found } of page?.differing ?? []) {
      if (problems.length === TOLD) break;
      const wrote = typeof said === "number" ? said : 0;
      const kind = found < wrote ? "runLacksEntries" : "runHasMoreEntries";
      const sentence = `Run ${run} wrote ${wrote} entries, and ${found} of it are there.`;
      problems.push({ ...problem(kind, null, sentence), run });
    }
    after = page?.last ?? null;
  }
  return { waiting, problems };
}

function problem(kind: string, position: number | null, sentence: string): LedgerProblem {
  return { kind, position, run: null, entry: null, sentence };
}

async function* fileRecords(path: string): AsyncGenerator<LedgerRecord> {
  const stream = createReadStream(path, "utf8");
  let line = 0;
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
      line += 1;
      if (text.trim() === "") continue;
      yield lineRecord(text, line);
    }
  } catch (error) {
    throw new CountersignError({
      code: "LEDGER_FILE_UNREADABLE",
      message: `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      next: "Name a file that `countersign ledger export --out` wrote.",
      audience: "caller",
      cause: error,
    });
  } finally {
    stream.destroy();
  }
}

function lineRecord(text: string, line: number): LedgerRecord {
  const place = `line ${line}`;
  try {
    const value: unknown = JSON.parse(text);
    const position = exportedEntry.shape.position.safeParse(
      value !== null && typeof value === "object" && "position" in value ? value.position : null,
    );
    const at = { place, position: position.success ? position.data : line };
    return ledgerRecord(exportedEntry, value, at);
  } catch {
    return { place, position: line, entry: null, problem: "the line is not JSON" };
  }
}
