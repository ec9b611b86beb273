import type { StandingName } from "../domain/authorization.js";
import type { Severity } from "../domain/finding.js";
import type { ReasonCode } from "../domain/reason.js";
import type { Obstacle } from "../domain/succession-trace.js";
import type { SuccessionStep } from "../domain/policy.js";
import type { Instant } from "../domain/time.js";
import type { HeldView } from "./held-view.js";
import type { Problem } from "../platform/problem.js";
import type { Certificate } from "../sources/port.js";
import type { Exposure } from "./exposure-report.js";

/** A person as an answer names one. */
export interface PersonName {
  readonly id: string;
  readonly name: string;
}

/** What one source brought, honestly: `partial` and `failed` cause no departures. */
export interface SourceReport {
  readonly source: string;
  readonly status: "complete" | "partial" | "failed";
  readonly certificates: readonly Certificate[];
  readonly records: number;
  readonly quarantined: number;
  /** Every problem of this source's input, with its place. */
  readonly problems: readonly Problem[];
  readonly remarks: readonly string[];
  /** One sentence and what to do, when nothing useful could be read. */
  readonly failure: {
    readonly code: string;
    readonly message: string;
    readonly next: string | null;
  } | null;
  /** What of it waits for a named person; null: nothing. */
  readonly held: HeldView | null;
}

/**
 * What a difference is, in the order in which it is told. `move`: another team or seat; `manager`: another manager and
 * no more; `change`: whatever else is on a person's record; `membership`: who is in which group of a directory.
 */
export const ORGANISATION_KINDS = [
  "depart",
  "leave",
  "return",
  "join",
  "move",
  "manager",
  "change",
  "team",
  "login",
  "membership",
  "agent",
] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** One person, team or edge that differs. Lists are capped; counts are not. */
export interface OrganisationLine {
  readonly kind: OrganisationKind;
  readonly name: string;
  /** "last day 2026-11-30, Europe/Madrid", "manager Ines Duarte → Tom Ek"… */
  readonly detail: string;
  readonly owner: boolean;
}

/** What a run means for people and teams: how many of each kind of change, and the changes. */
export interface OrganisationReport {
  readonly counts: Readonly<Record<OrganisationKind, number>>;
  readonly lines: readonly OrganisationLine[];
}

/** What a run means for one authorization. Only authorizations that change are listed. */
export interface DecisionLine {
  readonly key: string;
  readonly agentId: string;
  readonly decisionClassId: string;
  readonly ownersBefore: readonly PersonName[];
  readonly ownersAfter: readonly PersonName[];
  /** How the new holder was found; null when nobody new was needed. */
  readonly step: SuccessionStep | null;
  readonly standingBefore: StandingName | null;
  readonly standingAfter: StandingName;
  readonly deadlineAt: Instant | null;
  readonly reasons: readonly ReasonCode[];
  /**
   * Since when nobody who works here answered for it, where a departure became known late (L4); until
   * this run. Null: somebody did all the time.
   */
  readonly exposedSince: Instant | null;
  /** Candidates considered and why they may not receive it. */
  readonly asked: readonly {
    readonly step: SuccessionStep;
    readonly person: PersonName | null;
    readonly obstacles: readonly Obstacle[];
  }[];
}

/** What one `sync` did, or would do, over all its sources. */
export interface SyncReport {
  /** True: nothing was written. */
  readonly plan: boolean;
  /** The first sync of a company: a report, no alerts. */
  readonly baseline: boolean;
  readonly runs: readonly number[];
  readonly at: Instant;
  readonly sources: readonly SourceReport[];
  readonly organisation: OrganisationReport;
  readonly decisions: readonly DecisionLine[];
  readonly findings: { readonly opened: number; readonly cleared: number; readonly open: number };
  /** By the server's own counters; the run's own record is counted apart. */
  readonly writes: {
    readonly organisation: number;
    readonly authorizations: number;
    readonly record: number;
  };
  /** Standings of all authorizations after the run (or as they would be). */
  readonly standings: Readonly<Record<StandingName, number>>;
}

/** A signature as an answer shows it. */
export interface SignatureView {
  readonly by: PersonName;
  readonly signedAt: Instant;
  readonly strength: "authenticated" | "attested" | "declared";
  readonly evidence: string | null;
  readonly recordedBy: string | null;
  readonly agentRevision: string;
  readonly criteriaRevision: string;
  /** Whether it stands for what is in force now. */
  readonly current: boolean;
}

/** A time somebody answered for an authorization; `to` null: still now. */
export interface OwnershipView {
  readonly person: PersonName;
  readonly role: "owner" | "coOwner" | "acting";
  readonly basis: "signed" | "inherited" | "proposed";
  readonly from: Instant;
  readonly to: Instant | null;
  readonly inheritedFrom: PersonName | null;
  readonly endedBecause: string | null;
  /** Last day known, when the person is leaving or gone. */
  readonly personEndsAt: Instant | null;
}

/** `countersign who`: who authorized it at `at`, and who answers today. */
export interface WhoAnswer {
  readonly key: string;
  readonly agent: { readonly id: string; readonly title: string };
  readonly decisionClass: {
    readonly id: string;
    readonly title: string;
    readonly criteria: string;
    readonly threshold: string;
    readonly impact: string;
  };
  readonly at: Instant;
  /** The limit, or the threshold of the class, that was in force at `at`. */
  readonly thresholdAt: string;
  readonly standingAt: {
    readonly standing: StandingName;
    readonly reasons: readonly ReasonCode[];
  } | null;
  readonly ownersAt: readonly OwnershipView[];
  /** The signature that stood at `at`, best first; empty when nobody had signed. */
  readonly signaturesAt: readonly SignatureView[];
  /** Set where `at` lies in a time without a living owner that became known late (L4). */
  readonly exposure: Exposure | null;
  readonly now: {
    readonly at: Instant;
    readonly standing: StandingName;
    readonly reasons: readonly ReasonCode[];
    readonly deadlineAt: Instant | null;
    readonly owners: readonly OwnershipView[];
    readonly signatures: readonly SignatureView[];
    /** Set when the last run is older than a fact that has since taken effect (a stopped worker). */
    readonly stale: string | null;
  };
}

/** One step of an authorization's or a person's story, oldest first. */
export interface ChainEvent {
  readonly at: Instant;
  readonly kind: "owner" | "standing" | "signature" | "succession" | "employment" | "act";
  readonly sentence: string;
  readonly authorizationKey: string | null;
}

/** Everything on record about one authorization or one person. */
export interface ChainAnswer {
  readonly subject: {
    readonly kind: "authorization" | "person";
    readonly key: string;
    readonly title: string;
  };
  /** Reporting line of a person, nearest first; empty for an authorization. */
  readonly reportsTo: readonly PersonName[];
  /** For a person: what they answer for now. For an authorization: its owners. */
  readonly holdings: readonly {
    readonly key: string;
    readonly standing: StandingName;
    readonly person: PersonName;
  }[];
  readonly events: readonly ChainEvent[];
}

/** An open finding, for people. */
export interface FindingView {
  readonly id: string;
  readonly code: ReasonCode;
  readonly severity: Severity;
  readonly subject: { readonly kind: string; readonly key: string };
  readonly sentence: string;
  readonly next: string | null;
  readonly openedAt: Instant;
  /** Null while it is open. */
  readonly clearedAt: Instant | null;
  readonly lead: PersonName | null;
}

/** An authorization for which nobody stands: orphaned, lapsed or suspended by policy. */
export interface OrphanView {
  readonly key: string;
  readonly agentId: string;
  readonly agentTitle: string;
  readonly decisionClassId: string;
  readonly decisionClassTitle: string;
  readonly standing: StandingName;
  readonly since: Instant;
  readonly lastOwner: PersonName | null;
  readonly asked: DecisionLine["asked"];
  readonly lead: PersonName | null;
}

/** Result of an act of a person (`sign`, `decline`, `reassign`, `attest`, `stop`, `resume`). */
export interface ActReport {
  readonly run: number | null;
  readonly done: readonly DecisionLine[];
  readonly refused: readonly {
    readonly key: string;
    readonly code: string;
    readonly sentence: string;
    readonly place: string | null;
  }[];
}
