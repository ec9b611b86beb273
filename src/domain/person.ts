import type { Instant } from "./time.js";

/** Minted once per human; outlives every account and job. */
export type PersonId = string;

/** How an employment's holder is engaged. Only people may own: a `service` record is never a person. */
export type WorkerType = "employee" | "contractor" | "service";

/** One HR record of a person as it is believed now. Ends are exclusive: the instant after the last day. */
export interface EmploymentFacts {
  /** `source/recordId` */
  readonly key: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant | null;
  readonly leaveStartsAt: Instant | null;
  readonly leaveEndsAt: Instant | null;
  readonly workerType: WorkerType;
  /** Precedence of its source, least first: only the most trusted say who works here (Q4). */
  readonly rank: number;
}

/** One account of a person, as far as continuity asks. */
export interface AccountFacts {
  /** `source/nativeId` */
  readonly key: string;
  readonly status:
    | "staged"
    | "active"
    | "suspended"
    | "deprovisioned"
    | "deleted"
    | "purged"
    | "unknown";
  readonly statusSince: Instant | null;
  readonly nature: "human" | "guest" | "service";
  /** Last sign-in, when longer ago than the configured days (N11). */
  readonly dormantSince: Instant | null;
  /** Precedence of its directory, least first (Q4). */
  readonly rank: number;
}

/**
 * What a person may sign for: named numbers, larger is wider (`amountEUR: 10000`). `decisionClasses`
 * null means every class. A number with no limit on record is not limited.
 */
export interface AuthorityLimit {
  readonly limits: Readonly<Record<string, number>>;
  readonly decisionClasses: readonly string[] | null;
  readonly from: Instant;
  readonly to: Instant | null;
}

/** A person with everything that continuity asks about them, as of the end of the batch. */
export interface PersonFacts {
  readonly id: PersonId;
  readonly name: string;
  /** Number of the run that last changed this person: the successor is checked against it when written. */
  readonly recordedIn: number;
  readonly employments: readonly EmploymentFacts[];
  /** Accounts linked to this person, stable order. */
  readonly accounts: readonly AccountFacts[];
  readonly managerId: PersonId | null;
  /** Last manager known while employed; the directory often deletes the link first (L8). */
  readonly managerAtDepartureId: PersonId | null;
  /** Team keys (`source/nativeId`), stable order. */
  readonly teams: readonly string[];
  /** Position keys (`source/nativeId`), stable order. */
  readonly positions: readonly string[];
  readonly authorityLimits: readonly AuthorityLimit[];
  /** Authorizations this person owns, co-owns or keeps now (acting ones excepted). */
  readonly load: number;
}

/** An organizational unit, as of the end of the batch. */
export interface TeamFacts {
  /** `source/nativeId` */
  readonly key: string;
  readonly name: string;
  readonly headId: PersonId | null;
  readonly deputyIds: readonly PersonId[];
  readonly parentKey: string | null;
  /** Active human members; a team that owns something needs one, or a head (L12). */
  readonly memberIds: readonly PersonId[];
}
