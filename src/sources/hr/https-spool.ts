import { open, stat, type FileHandle } from "node:fs/promises";
import type { HrFile } from "./files.js";
import type { HrScope } from "./header-names.js";

/** Takes the records of one attempt at one page, as JSON texts without line breaks. */
export type PageWriter = (records: readonly string[]) => Promise<void>;

/** Where a page begins in the copy. */
interface PageStart {
  readonly bytes: number;
  readonly records: number;
}

/**
 * The records of a report on disk, as the JSON array that the file reader reads: one record a line. A
 * report is judged as a whole (ids that occur twice, in which order it writes dates) before a row of
 * it is believed, and memory must not grow with it (F32).
 *
 * It holds personal data: only its owner may read it, and whoever made its folder deletes it.
 */
export class ReportSpool {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #pages: PageStart[] = [];
  #bytes = 0;
  #records = 0;
  /** The attempt that may write: one that was given up may still be at it. */
  #attempt = 0;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async create(path: string): Promise<ReportSpool> {
    return new ReportSpool(path, await open(path, "wx", 0o600));
  }

  get bytes(): number {
    return this.#bytes;
  }

  get records(): number {
    return this.#records;
  }

  get pages(): number {
    return this.#pages.length;
  }

  /** Opens the next page. */
  beginPage(): void {
    this.#pages.push({ bytes: this.#bytes, records: this.#records });
  }

  /**
   * Takes back what the open page holds, for its next attempt or for good. From then on only the
   * writer that is returned may add to it: an earlier one throws.
   */
  async restartPage(): Promise<PageWriter> {
    const { bytes, records } = this.#pages.at(-1) ?? { bytes: 0, records: 0 };
    this.#attempt += 1;
    const attempt = this.#attempt;
    await this.#inTurn(async () => {
      await this.#file.truncate(bytes);
      this.#bytes = bytes;
      this.#records = records;
    });
    return (texts) => this.#inTurn(() => this.#add(texts, attempt));
  }

  async #add(texts: readonly string[], attempt: number): Promise<void> {
    if (attempt !== this.#attempt) throw new Error("this attempt at the page was given up");
    if (texts.length === 0) return;
    const opening = this.#records === 0 ? "[" : ",\n";
    const bytes = Buffer.from(opening + texts.join(",\n"));
    await this.#file.write(bytes, 0, bytes.length, this.#bytes);
    this.#bytes += bytes.length;
    this.#records += texts.length;
  }

  /** Closes the array and gives the copy as a file of the reader. */
  async finish(facts: {
    readonly scope: HrScope;
    /** Address without query, as people are shown it. */
    readonly shown: string;
    readonly shortfall: string | null;
  }): Promise<HrFile> {
    const { scope, shown, shortfall } = facts;
    const end = Buffer.from(this.#records === 0 ? "[]\n" : "\n]\n");
    await this.#inTurn(() => this.#file.write(end, 0, end.length, this.#bytes));
    await this.close();
    const { size, mtimeMs } = await stat(this.#path);
    const where = (line: number): string => this.#where(line - 1);
    return {
      scope,
      format: "json",
      name: shown,
      path: this.#path,
      shown,
      size,
      mtimeMs,
      report: { where, shortfall },
    };
  }

  /** Gives the file up, also in the middle. May be called again. */
  async close(): Promise<void> {
    await this.#inTurn(() => this.#file.close());
  }

  /** One thing after the other: the write of a given-up attempt must not land in its successor's. */
  async #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(operation);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** The last page that begins at or before a record; of an answer in one piece only the record is told. */
  #where(index: number): string {
    if (this.#pages.length < 2) return `record ${index + 1}`;
    let page = 0;
    let after = this.#pages.length;
    while (after - page > 1) {
      const middle = (page + after) >> 1;
      if ((this.#pages[middle]?.records ?? 0) <= index) page = middle;
      else after = middle;
    }
    return `page ${page + 1} record ${index - (this.#pages[page]?.records ?? 0) + 1}`;
  }
}
