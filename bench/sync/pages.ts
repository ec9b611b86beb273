import {
  appendFileSync,
  closeSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Instant } from "../../src/domain/time.js";
import type { Observation, Source, SourceEnd, SourcePage } from "../../src/sources/port.js";
import type { State } from "./phases.js";

/** What a source told, page by page, kept on disk so that no process holds all of it. */
export interface PageFile {
  readonly file: string;
  /** Bytes of each line. */
  readonly lengths: readonly number[];
}

/** One state of the company as both sources told it. */
export interface PreparedState {
  readonly at: Instant;
  readonly hr: PageFile;
  readonly okta: PageFile;
  /** Observations of both: what is meant by rows. */
  readonly rows: number;
}

/** Everything that was prepared, with how long reading it took: for information. */
export interface Prepared {
  readonly people: number;
  readonly states: Readonly<Record<State, PreparedState>>;
  /** What is so after the last state, to hold the graph against: a JSON file. */
  readonly truthFile: string;
  readonly reading: {
    readonly hr: { readonly rows: number; readonly seconds: number };
    readonly okta: { readonly rows: number; readonly seconds: number };
  };
}

const INDEX = "prepared.json";

export function writePrepared(folder: string, prepared: Prepared): void {
  writeFileSync(join(folder, INDEX), JSON.stringify(prepared));
}

/** What another process of this run prepared in the folder. */
export function readPrepared(folder: string): Prepared {
  // Written by `writePrepared` of the same program a moment ago: the shape is known.
  return JSON.parse(readFileSync(join(folder, INDEX), "utf8")) as Prepared;
}

/** Reads a source to its end and keeps what it tells; how many observations, and in what time. */
export async function recordPages(
  source: Source,
  at: Instant,
  file: string,
): Promise<{ readonly pages: PageFile; readonly rows: number; readonly seconds: number }> {
  const lengths: number[] = [];
  let rows = 0;
  let writingMs = 0;
  const began = performance.now();
  const request = { cursor: null, at, signal: new AbortController().signal };
  for await (const page of source.read(request)) {
    const before = performance.now();
    const line = Buffer.from(`${JSON.stringify(page)}\n`);
    appendFileSync(file, line);
    lengths.push(line.length);
    writingMs += performance.now() - before;
    if (page.kind === "page") rows += rowsOn(page);
  }
  const seconds = (performance.now() - began - writingMs) / 1000;
  return { pages: { file, lengths }, rows, seconds };
}

/** Observations, a membership being one each. */
function rowsOn(page: SourcePage): number {
  return page.observations.reduce(
    (sum, one) => sum + (one.kind === "members" ? one.memberIds.length : 1),
    0,
  );
}

/** The pages one after the other; one of them is in memory at a time. */
function* pagesOf({ file, lengths }: PageFile): Generator<SourcePage | SourceEnd> {
  const handle = openSync(file, "r");
  try {
    let from = 0;
    for (const length of lengths) {
      const line = Buffer.allocUnsafe(length);
      readSync(handle, line, 0, length, from);
      from += length;
      // Written by `recordPages` from what a real source yielded.
      yield JSON.parse(line.toString("utf8")) as SourcePage | SourceEnd;
    }
  } finally {
    closeSync(handle);
  }
}

/** What both sources told in a state, HR first. */
export function* observationsOf({ hr, okta }: PreparedState): Generator<Observation> {
  for (const file of [hr, okta]) {
    for (const page of pagesOf(file)) if (page.kind === "page") yield* page.observations;
  }
}

/** A source that serves prepared pages: reading and parsing them is part of what is measured, as with the rival. */
export class PreparedSource implements Source {
  readonly id: string;
  readonly converterHash: string;
  readonly #pages: PageFile;

  constructor(of: Pick<Source, "id" | "converterHash">, pages: PageFile) {
    this.id = of.id;
    this.converterHash = of.converterHash;
    this.#pages = pages;
  }

  async *read(): AsyncGenerator<SourcePage | SourceEnd> {
    yield* pagesOf(this.#pages);
  }
}
