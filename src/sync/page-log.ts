import { contentHash, textHash } from "../platform/ids.js";
import type { SourcePage } from "../sources/port.js";
import { type Piece, ScratchFile } from "./scratch-file.js";

/** What of a page is compared record by record. */
export type LoggedPage = Pick<SourcePage, "observations" | "quarantined" | "unsaid">;

/** A log that is closed, as another process finds it. */
export interface SavedPageLog {
  readonly path: string;
  readonly pieces: readonly Piece[];
  readonly digest: string;
}

/**
 * The pages of a read as they were told, on disk in their order, with one digest of all of them: two reads
 * with the same digest were told the same in the same words. The digest begins with `basis`, whatever else
 * the claims of a record rest on (the converter, the precedence of the source).
 */
export class PageLog {
  readonly #file: ScratchFile;
  readonly #pieces: Piece[];
  #digest: string;

  private constructor(file: ScratchFile, pieces: Piece[], digest: string) {
    this.#file = file;
    this.#pieces = pieces;
    this.#digest = digest;
  }

  static in(folder: string, basis: unknown): PageLog {
    return new PageLog(ScratchFile.in(folder), [], contentHash(basis));
  }

  /** Goes on with what was saved. */
  static restore({ path, pieces, digest }: SavedPageLog): PageLog {
    return new PageLog(ScratchFile.at(path), [...pieces], digest);
  }

  /** Every page's hash goes into the next one's, so order and number count. */
  get digest(): string {
    return this.#digest;
  }

  async add({ observations, quarantined, unsaid = [] }: LoggedPage): Promise<void> {
    const logged: LoggedPage = { observations, quarantined, unsaid };
    const text = JSON.stringify(logged);
    this.#digest = textHash(`${this.#digest}${text}`);
    this.#pieces.push(await this.#file.append(text));
  }

  /** In their order; one is in memory at a time. */
  async *pages(): AsyncGenerator<LoggedPage> {
    // Written by `add` a moment ago: the shape is known.
    for (const piece of this.#pieces) yield JSON.parse(await this.#file.read(piece)) as LoggedPage;
  }

  /** Closes it and tells what is needed to go on in another process. */
  async save(): Promise<SavedPageLog> {
    await this.#file.close();
    return { path: this.#file.path, pieces: this.#pieces, digest: this.#digest };
  }

  /** Removes it from disk; safe to call at any time and twice. */
  async discard(): Promise<void> {
    await this.#file.discard();
  }
}
