import type { Instant, LocalDate } from "../../domain/time.js";
import { contentHash } from "../../platform/ids.js";
import type { Place, Problem } from "../../platform/problem.js";
import type { Quarantined } from "../port.js";
import { latestDay } from "./checks.js";
import { documentKey } from "./convert.js";
import type { DocumentObservation } from "./documents.js";
import { isGood, judge, recordIdOf, startOf } from "./entries.js";
import type { Entry } from "./entries.js";
import { parseFile } from "./parse.js";
import { checkReferences } from "./references.js";
import { refuseDuplicates } from "./uniqueness.js";

/** How much is read at most; far above any honest registry, low enough to bound memory. */
export interface RegistryCaps {
  readonly bytesPerFile: number;
  readonly documentsPerFile: number;
  readonly documents: number;
}

/** How much is read at most; far above any honest registry, low enough to bound memory. */
export interface RegistryCaps {
  readonly bytesPerFile: number;
  readonly documentsPerFile: number;
  readonly documents: number;
}

export const REGISTRY_CAPS: RegistryCaps = {
  bytesPerFile: 5 * 1024 * 1024,
  documentsPerFile: 5000,
  documents: 100_000,
};

/** Most problems told of one document. */
const MOST_PROBLEMS = 100;

/** What was found in the files of a folder. */
export interface Judgement {
  /** Good documents, in the order of files and lines. */
  readonly observations: readonly DocumentObservation[];
  /** Every problem, with the record it belongs to; in the order of files and lines. */
  readonly quarantined: readonly Quarantined[];
  readonly remarks: readonly string[];
  /** Documents seen, those with problems included. */
  readonly documents: number;
  /** Labels of files and folders that could not be read at all. */
  readonly unread: readonly string[];
}

/**
 * Takes the files of a folder one by one and then judges all documents together. No IO. All
 * documents are held at once, because they are judged by what the others say; the caps bound how
 * much that is.
 */
export class FolderJudge {
  readonly #caps: RegistryCaps;
  readonly #today: LocalDate;
  readonly #entries: Entry[] = [];
  readonly #fileProblems: Problem[] = [];
  readonly #unread: string[] = [];
  readonly #remarks: string[] = [];

  constructor(at: Instant, caps: RegistryCaps = REGISTRY_CAPS) {
    this.#caps = caps;
    this.#today = latestDay(at);
  }

  /** Whether there was nothing to judge. */
  get isEmpty(): boolean {
    return this.#entries.length === 0 && this.#unread.length === 0;
  }

  /** Records a file or folder of which nothing could be read. */
  unreadable(problem: Problem): void {
    this.#fileProblems.push(problem);
    this.#unread.push(problem.place.file);
  }

  /** Takes the text of one file; `label` is how places name it. */
  add(label: string, text: string): void {
    const parsed = parseFile(label, text, this.#caps.documentsPerFile);
    if (this.#entries.length + parsed.documents.length > this.#caps.documents) {
      const sentence = `This folder holds more than ${this.#caps.documents} documents, and from this file on they are not read. Divide it into several sources.`;
      this.unreadable({
        place: { file: label, line: 1, column: 1 },
        rule: "too-many-documents",
        sentence,
      });
      return;
    }
    for (const problem of parsed.problems) this.unreadable(problem);
    this.#remarks.push(...parsed.remarks);
    for (const document of parsed.documents) this.#entries.push(judge(document, this.#today));
  }

  /** Call once, after the last file. `remarks` come first in the result. */
  finish(remarks: readonly string[]): Judgement {
    refuseDuplicates(this.#entries);
    const more = checkReferences(this.#entries, this.#unread);
    const quarantined = [
      ...this.#fileProblems.map((problem) =>
        quarantine(null, contentHash([problem.place.file, problem.rule]), problem),
      ),
      ...this.#entries.flatMap((entry) =>
        told(entry).map((problem) => quarantine(recordIdOf(entry), entry.rawHash, problem)),
      ),
    ];
    return {
      observations: this.#entries.flatMap((entry) => observe(entry)),
      quarantined: quarantined.toSorted((a, b) => comparePlaces(a.problem.place, b.problem.place)),
      remarks: [...remarks, ...this.#remarks, ...more],
      documents: this.#entries.length,
      unread: this.#unread,
    };
  }
}

/** The problems of a document, the first ones only where it has more than anybody would read. */
function told(entry: Entry): readonly Problem[] {
  const more = entry.problems.length - MOST_PROBLEMS;
  if (more <= 0) return entry.problems;
  const sentence = `This document has ${more} more problems; these are the first ${MOST_PROBLEMS}.`;
  const first = entry.problems.toSorted((a, b) => comparePlaces(a.place, b.place));
  const rest: Problem = { place: startOf(entry), rule: "more-problems", sentence };
  return [...first.slice(0, MOST_PROBLEMS), rest];
}

function quarantine(recordId: string | null, rawHash: string, problem: Problem): Quarantined {
  return { recordId, rawHash, problem };
}

function observe(entry: Entry): DocumentObservation[] {
  const { document, places } = entry;
  if (document === null || !isGood(entry)) return [];
  return [{ kind: "document", key: documentKey(document), document, places }];
}

function comparePlaces(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
