import type { Instant, LocalDate } from "../domain/time.js";
import type { WorkerType } from "../domain/person.js";
import type { Place, Problem } from "../platform/problem.js";
import type { DocumentObservation } from "./registry/documents.js";

export type { DocumentObservation };

/** One employment as a source tells it. Instants are derived from the dates in the worker's own zone (L2). */
export interface EmploymentObservation {
  readonly kind: "employment";
  /** Native id of the record at this source; unique within it. */
  readonly recordId: string;
  /** The source's immutable id of the human (employee number): several employments may share it (N7). */
  readonly workerId: string;
  readonly name: string;
  /** Normalised; finds a person, never identifies one (I11). */
  readonly email: string | null;
  readonly login: string | null;
  readonly startDate: LocalDate;
  readonly endDate: LocalDate | null;
  readonly leaveFrom: LocalDate | null;
  readonly leaveTo: LocalDate | null;
  readonly zone: string;
  readonly startsAt: Instant;
  /** Exclusive: the first instant after the last day. */
  readonly endsAt: Instant | null;
  readonly leaveStartsAt: Instant | null;
  readonly leaveEndsAt: Instant | null;
  readonly workerType: WorkerType;
  /** `workerId` of the manager at this source, whether or not anything answers to it yet (M6). */
  readonly managerRef: string | null;
  readonly teamRef: string | null;
  readonly positionRef: string | null;
  /** Since when this row is true, where the source says so; null: since it was first read. */
  readonly effectiveAt: Instant | null;
  readonly place: Place;
}

/** One organizational unit as a source tells it. Heads and deputies are `workerId`s. */
export interface TeamObservation {
  readonly kind: "team";
  readonly nativeId: string;
  readonly name: string;
  readonly parentRef: string | null;
  readonly headRef: string | null;
  readonly deputyRefs: readonly string[];
  readonly place: Place;
}

export type Observation = EmploymentObservation | TeamObservation | DocumentObservation;

/** A record that cannot be believed. Its subject is treated as unchanged, never as gone (F12). */
export interface Quarantined {
  /** Native id when it could be read. */
  readonly recordId: string | null;
  /** Hash of the raw record, so that the same bad record is recognised without being stored. */
  readonly rawHash: string;
  readonly problem: Problem;
}

/**
 * What a read may claim about one scope at its end. Only a complete scope may ever produce
 * departures (I5); `reason` says why it is not complete.
 */
export interface Certificate {
  readonly scope: string;
  readonly complete: boolean;
  readonly reason: string | null;
  /** Records seen in this scope, quarantined ones included. */
  readonly count: number;
  /** Hash of what was asked for (files, filter, mapping): a changed scope certifies nothing (L17). */
  readonly scopeHash: string;
}

/** What a source may leave unsaid of a record: it had no column for it, which is not an empty value. */
export type UnsaidField =
  | "name"
  | "email"
  | "login"
  | "endDate"
  | "leaveFrom"
  | "leaveTo"
  | "zone"
  | "workerType"
  | "managerRef"
  | "teamRef"
  | "positionRef"
  | "parentRef"
  | "headRef"
  | "deputyRefs";

export interface SourcePage {
  readonly kind: "page";
  /** Nothing is said of these in any observation of the page: what is known of them stays. */
  readonly unsaid?: readonly UnsaidField[];
  readonly observations: readonly Observation[];
  readonly quarantined: readonly Quarantined[];
  /** 0 to 1 when the whole is known; for progress bars only. */
  readonly progress: number | null;
}

export interface SourceEnd {
  readonly kind: "end";
  readonly certificates: readonly Certificate[];
  /** Where the next read goes on; opaque; stored only when everything was applied. Null: always from the start. */
  readonly cursor: string | null;
  /** What the operator should know though it stops nothing (a feed that lists only active people…). */
  readonly remarks: readonly string[];
}

export interface ReadRequest {
  /** What the last applied read returned, or null. */
  readonly cursor: string | null;
  /** The run's one instant. */
  readonly at: Instant;
  readonly signal: AbortSignal;
}

/**
 * The one port all sources implement. `read` yields pages and then exactly one end; it throws a
 * `CountersignError` only when nothing useful could be read at all. Pages hold at most 1,000
 * observations; memory does not grow with the number of records.
 */
export interface Source {
  readonly id: string;
  /** Converter's version and mapping, part of every content hash: a new converter rewrites, it never hides. */
  readonly converterHash: string;
  read(request: ReadRequest): AsyncIterable<SourcePage | SourceEnd>;
}
