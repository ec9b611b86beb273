import type { PersonId } from "../domain/person.js";
import { type Instant, earliest } from "../domain/time.js";
import type { EmploymentClaims, KnownEmployment } from "../graph/queries/org-write.js";
import { contentHash } from "../platform/ids.js";
import type { EmploymentObservation, UnsaidField } from "../sources/port.js";
import { partName, partOf } from "./partitions.js";

/** One employment that is new or differs from the graph. */
export interface EmploymentChange {
  readonly key: string;
  readonly identifierKey: string;
  readonly personId: PersonId;
  /** The person was known before this change. */
  readonly known: boolean;
  /** Authorizations the person answers for now. */
  readonly roles: number;
  readonly before: KnownEmployment | null;
  readonly claims: EmploymentClaims;
  /** Since when this version is true in the world. */
  readonly validFrom: Instant;
  /** The record is not listed any more: for the first time, or again (L15). Null: it was told of. */
  readonly absence: Absence | null;
}

/** A certified sweep lacks a record for the first time, which is a candidate only, or again. */
export type Absence = "first" | "again";

/** `source/nativeId`: the form of every key and reference that a source makes. */
export function sourceKey(source: string, nativeId: string): string {
  return `${source}/${nativeId}`;
}

/** What an observation's claims rest on besides itself. */
export interface ClaimFrame {
  readonly source: string;
  /** Precedence of the source about who works here (Q4). */
  readonly rank: number;
  readonly converterHash: string;
  readonly at: Instant;
}

/** An employment as it was read, with what its page left unsaid. */
export interface ReadEmployment {
  readonly identifierKey: string;
  readonly claims: EmploymentClaims;
  readonly effectiveAt: Instant | null;
  readonly unsaid: readonly UnsaidField[];
}

/** The observation as it is compared and kept. */
export function readEmployment(
  seen: EmploymentObservation,
  frame: ClaimFrame,
  unsaid: readonly UnsaidField[] = [],
): ReadEmployment {
  const identifierKey = sourceKey(frame.source, seen.workerId);
  return { identifierKey, claims: claimsOf(seen, frame), effectiveAt: seen.effectiveAt, unsaid };
}

/** What the observation claims, with its content hash; the hash covers the converter too. */
function claimsOf(
  seen: EmploymentObservation,
  { source, rank, converterHash, at }: ClaimFrame,
): EmploymentClaims {
  const claimed = {
    source,
    key: sourceKey(source, seen.recordId),
    recordId: seen.recordId,
    workerId: seen.workerId,
    name: seen.name,
    email: seen.email,
    login: seen.login,
    startDate: seen.startDate,
    endDate: seen.endDate,
    leaveFrom: seen.leaveFrom,
    leaveTo: seen.leaveTo,
    zone: seen.zone,
    startsAt: seen.startsAt,
    endsAt: seen.endsAt,
    leaveStartsAt: seen.leaveStartsAt,
    leaveEndsAt: seen.leaveEndsAt,
    workerType: seen.workerType,
    managerRef: reference(source, seen.managerRef),
    teamRef: reference(source, seen.teamRef),
    positionRef: reference(source, seen.positionRef),
    rank,
  };
  return sealed(claimed, { converterHash, at });
}

/** Claims with their content hash and next turn. */
export function sealed(
  claimed: Omit<EmploymentClaims, "hash" | "dueAt" | "part">,
  { converterHash, at }: Pick<ClaimFrame, "converterHash" | "at">,
): EmploymentClaims {
  const part = partName(claimed.source, partOf(claimed.key));
  const hash = contentHash([converterHash, claimed]);
  return { ...claimed, part, hash, dueAt: nextTurn(claimed, at) };
}

/** Whether the claims say nothing but what is known. */
export function isKnown(claims: EmploymentClaims, before: KnownEmployment): boolean {
  return CLAIMED.every((field) => claims[field] === before[field]);
}

function reference(source: string, ref: string | null): string | null {
  return ref === null ? null : sourceKey(source, ref);
}

/** When this employment takes its next turn by itself: begins, ends, goes on leave or returns (F25). */
export function nextTurn(
  employment: {
    readonly startsAt: Instant;
    readonly endsAt: Instant | null;
    readonly leaveStartsAt: Instant | null;
    readonly leaveEndsAt: Instant | null;
  },
  at: Instant,
): Instant | null {
  const turns = [
    employment.startsAt,
    employment.endsAt,
    employment.leaveStartsAt,
    employment.leaveEndsAt,
  ];
  return earliest(turns.map((turn) => (turn !== null && turn > at ? turn : null)));
}

/**
 * Since when the new version is true. A first version: since the employment began, or as the source
 * says. Corrected dates of the tenure correct the version itself; anything else is a change of the
 * world, true since the source says so or else since it was read.
 */
export function versionBegins(
  before: KnownEmployment | null,
  claims: EmploymentClaims,
  read: {
    /** Since when the source says so; null when it does not say. */
    readonly effectiveAt: Instant | null;
    readonly at: Instant;
  },
): Instant {
  const { effectiveAt, at } = read;
  if (before === null) return effectiveAt ?? claims.startsAt;
  if (effectiveAt !== null) return effectiveAt;
  if (!isSameWorld(before, claims)) return at;
  return before.validFrom === before.startsAt ? claims.startsAt : before.validFrom;
}

const CONTACT = ["name", "email", "login"] as const;
const DAYS = ["startDate", "endDate", "leaveFrom", "leaveTo", "zone"] as const;
const INSTANTS = ["startsAt", "endsAt", "leaveStartsAt", "leaveEndsAt"] as const;
const PLACE = ["workerType", "managerRef", "teamRef", "positionRef", "rank"] as const;

const CLAIMED = [...CONTACT, ...DAYS, ...INSTANTS, ...PLACE] as const;

/** What changes in the world; corrected days of a tenure correct the belief about it. */
const WORLD = [...CONTACT, ...PLACE] as const;

function isSameWorld(before: KnownEmployment, claims: EmploymentClaims): boolean {
  return WORLD.every((field) => before[field] === claims[field]);
}

/** What continuity reads of an employment: whether somebody is here, as what, under whom and where. */
const DUTY = [...INSTANTS, ...PLACE] as const;

/** Whether anybody's duty could change by this: another name or address is no event (N10). */
export function concernsContinuity({ before, claims }: EmploymentChange): boolean {
  return before === null || DUTY.some((field) => before[field] !== claims[field]);
}

/**
 * Whether writing this could take something away from somebody: an end that is new or earlier, a
 * manager, team or position that is gone, a human who is none any more (Q5). A read without a certificate must not do that (I5).
 */
export function takesAway(change: EmploymentChange): boolean {
  const { before, claims } = change;
  if (before === null) return false;
  const loses = (["managerRef", "teamRef", "positionRef"] as const).some(
    (field) => before[field] !== null && claims[field] === null,
  );
  const isGone = endsEarlier(change) || isDehumanised(change);
  return isGone || loses || claims.startsAt > before.startsAt;
}

/** Whether the employment ends by this, or ends earlier than was known. */
export function endsEarlier({ before, claims }: EmploymentChange): boolean {
  if (before === null || claims.endsAt === null) return false;
  return before.endsAt === null || claims.endsAt < before.endsAt;
}

/** Whether a human is a service account by this, who may own nothing (Q5). */
export function isDehumanised({ before, claims }: EmploymentChange): boolean {
  return before !== null && claims.workerType === "service" && before.workerType !== "service";
}
