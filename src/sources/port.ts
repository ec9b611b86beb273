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

/**
 * What a directory says of a login. `suspended` is not left (L13); `deprovisioned` and `deleted` (soft:
 * it can be restored) close the account, not the person (L16); `purged` is a tombstone: the id never
 * comes back. `unknown` is a status nobody knows and changes nothing (F13).
 */
export const ACCOUNT_STATUSES = [
  "staged",
  "active",
  "suspended",
  "deprovisioned",
  "deleted",
  "purged",
  "unknown",
] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** Whom a login is for. Only a human or a guest (a human of another company) is ever a person (Q5, Q6). */
export type AccountNature = "human" | "guest" | "service";

/** One login at one directory, as the directory tells it. */
export interface AccountObservation {
  readonly kind: "account";
  /** Immutable native id at this source; never an e-mail or a login (I11). */
  readonly nativeId: string;
  readonly name: string;
  /** Normalised. */
  readonly email: string | null;
  /** Normalised: UPN, Okta login. */
  readonly login: string | null;
  readonly status: AccountStatus;
  /** Since when the status holds, where the directory says so. */
  readonly statusSince: Instant | null;
  readonly nature: AccountNature;
  readonly createdAt: Instant | null;
  /**
   * Worker ids that the directory says belong to this login, by the source that gives them out:
   * `{source: "hr", value: "E001"}`. Normalised; empty ones are left out. The strong keys of correlation.
   */
  readonly workerIds: readonly WorkerIdClaim[];
  /** The manager as the directory names one: a login of the same source or a worker id; null: none. */
  readonly manager: ManagerClaim | null;
  /** Native id of an organizational unit at this source, where one is configured (a department). */
  readonly teamRef: string | null;
  /** Last sign-in when it is longer ago than the configured days, else null (N11): it does not move daily. */
  readonly dormantSince: Instant | null;
  /**
   * The source's own version or time of this record: an older one never replaces a newer one (T).
   * Null: the source has none and tells things in order.
   */
  readonly version: Instant | null;
  readonly place: Place;
}

export interface WorkerIdClaim {
  readonly source: string;
  readonly value: string;
}

export type ManagerClaim =
  | { readonly by: "account"; readonly nativeId: string }
  | { readonly by: "workerId"; readonly claim: WorkerIdClaim };

/**
 * Who belongs to a team. A sweep tells all members of a team in one or more of these; a read of changes
 * tells who came and who went. Several for one team are merged, never replaced (F8).
 */
export interface MembersObservation {
  readonly kind: "members";
  readonly teamId: string;
  /** Native ids of logins at this source; at most 1,000. */
  readonly memberIds: readonly string[];
  /** Only in a read of changes: who does not belong to it any more. */
  readonly removedIds: readonly string[];
}

/**
 * One organizational unit as a source tells it. Heads and deputies are `workerId`s of an HR source, or
 * native ids of logins at a directory (the owner of a group heads it; several owners are its deputies).
 */
export interface TeamObservation {
  readonly kind: "team";
  readonly nativeId: string;
  readonly name: string;
  readonly parentRef: string | null;
  readonly headRef: string | null;
  readonly deputyRefs: readonly string[];
  readonly place: Place;
}

/** A record that is gone at the source, told as such (an event, a delta entry); explicit, never by absence. */
export interface RemovedObservation {
  readonly kind: "removed";
  readonly of: "team" | "agent";
  readonly nativeId: string;
}

/** An AI agent (or other workload) as a directory knows it. */
export interface AgentObservation {
  readonly kind: "agent";
  readonly nativeId: string;
  readonly name: string;
  readonly status: "active" | "disabled" | "deleted" | "unknown";
  /** Other ids under which the registry may know it (application id), beside `nativeId`. */
  readonly otherIds: readonly string[];
  /** Native id of the blueprint it was made from. */
  readonly blueprintRef: string | null;
  /** Native ids of logins: who answers for it as a business, and who may configure it. */
  readonly sponsorRefs: readonly string[];
  readonly ownerRefs: readonly string[];
  readonly createdAt: Instant | null;
  readonly version: Instant | null;
  readonly place: Place;
}

export type Observation =
  | EmploymentObservation
  | AccountObservation
  | MembersObservation
  | TeamObservation
  | RemovedObservation
  | AgentObservation
  | DocumentObservation;

/** A record that cannot be believed. Its subject is treated as unchanged, never as gone (F12). */
export interface Quarantined {
  /** Native id when it could be read. Null: from such a read nobody's absence may be concluded. */
  readonly recordId: string | null;
  /** Hash of the raw record, so that the same bad record is recognised without being stored. */
  readonly rawHash: string;
  /** The key that people are told apart by is missing: the rate of such records is watched (Q7). */
  readonly keyMissing?: boolean;
  /** Whose record it is, where that could be read: nothing is taken away from them by this read (F12). */
  readonly workerId?: string;
  readonly problem: Problem;
}

/**
 * What a read may claim about one scope at its end. Only a complete scope may ever produce
 * departures (I5); `reason` says why it is not complete.
 *
 * Scopes: `employments`, `teams`, `accounts`, `managers`, `members` (all groups whose members were read
 * completely), `members/<team id>` (one that was not), `agents`, `documents`.
 */
export interface Certificate {
  readonly scope: string;
  readonly complete: boolean;
  readonly reason: string | null;
  /** Records seen in this scope, quarantined ones included. */
  readonly count: number;
  /** Hash of what was asked for (files, filter, mapping): a changed scope certifies nothing (L17). */
  readonly scopeHash: string;
  /**
   * `sweep`: everything in the scope was asked for, so what was not seen is absent. `changes`: only what
   * changed was asked for; nothing may be concluded from not having seen something.
   */
  readonly basis: "sweep" | "changes";
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
  /** Where a read that is interrupted after this page may go on; null: only from the start. */
  readonly resume?: string | null;
}

export interface SourceEnd {
  readonly kind: "end";
  readonly certificates: readonly Certificate[];
  /** Where the next read goes on; opaque; stored only when everything was applied. Null: always from the start. */
  readonly cursor: string | null;
  /** What the operator should know though it stops nothing (a feed that lists only active people…). */
  readonly remarks: readonly string[];
  /** The tenant that answered (organisation id); compared with the pinned one (F11). Null: files. */
  readonly tenant?: string | null;
}

export interface ReadRequest {
  /** What the last applied read returned, or null. */
  readonly cursor: string | null;
  /** From the last page of an interrupted read; what its pages held is kept. Null: from the start. */
  readonly resume?: string | null;
  /** The run's one instant. */
  readonly at: Instant;
  readonly signal: AbortSignal;
}

/**
 * The one port all sources implement. `read` yields pages and then exactly one end; it throws a
 * `CountersignError` only when nothing useful could be read at all, or when it was told to wait
 * (disposition `wait`, `data.retryAfterMs`). Pages hold at most 1,000 observations; memory does not grow
 * with the number of records.
 */
export interface Source {
  readonly id: string;
  /** Converter's version and mapping, part of every content hash: a new converter rewrites, it never hides. */
  readonly converterHash: string;
  read(request: ReadRequest): AsyncIterable<SourcePage | SourceEnd>;
  /**
   * Asks for single records by native id, where the source can be asked: acted on before absence is
   * (F15). Ids of which nothing was found come back as `purged`.
   */
  readAccounts?(
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly AccountObservation[]>;
}
