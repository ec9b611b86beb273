import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { AccountClaims, KnownAccount } from "../graph/queries/identity.js";
import { contentHash } from "../platform/ids.js";
import type { SourceRanks } from "../platform/ranks.js";
import type { AccountObservation, AccountStatus, ManagerClaim } from "../sources/port.js";
import { type Absence, sourceKey } from "./employment-change.js";
import { partName, partOf } from "./partitions.js";

/** One login that is new or differs from the graph. */
export interface AccountChange {
  readonly key: string;
  /** The person it belongs to; null: nobody yet. */
  readonly personId: PersonId | null;
  /** Authorizations that person answers for now. */
  readonly roles: number;
  readonly before: KnownAccount | null;
  readonly claims: AccountClaims;
  /** The login is not listed any more: for the first time, or again (L15). Null: it was told of. */
  readonly absence: Absence | null;
}

/** What a login's claims rest on besides the observation. */
export interface AccountFrame {
  readonly source: string;
  readonly converterHash: string;
  readonly ranks: SourceRanks;
}

/** What the observation claims, with its content hash. The version is no content: it may move alone. */
export function accountClaims(seen: AccountObservation, frame: AccountFrame): AccountClaims {
  const { source, ranks } = frame;
  const key = sourceKey(source, seen.nativeId);
  const claimed = {
    source,
    nativeId: seen.nativeId,
    name: seen.name,
    email: seen.email,
    login: seen.login,
    status: seen.status,
    statusSince: seen.statusSince,
    nature: seen.nature,
    createdAt: seen.createdAt,
    claims: [...new Set(seen.workerIds.map((one) => sourceKey(one.source, one.value)))].toSorted(),
    managerRef: seen.manager === null ? null : managerKey(source, seen.manager),
    teamRef: seen.teamRef === null ? null : sourceKey(source, seen.teamRef),
    dormantSince: seen.dormantSince,
    rank: ranks.account,
    tenureRank: seen.nature === "guest" ? ranks.guests : ranks.employment,
  };
  return {
    ...claimed,
    version: seen.version,
    part: partName(source, partOf(key)),
    hash: contentHash([frame.converterHash, key, claimed]),
  };
}

function managerKey(source: string, manager: ManagerClaim): string {
  return manager.by === "account"
    ? sourceKey(source, manager.nativeId)
    : sourceKey(manager.claim.source, manager.claim.value);
}

const GONE: ReadonlySet<AccountStatus> = new Set(["deprovisioned", "deleted", "purged"]);

/** Whether a login with this status is closed; its person is not (L16). */
export function isGone(status: AccountStatus): boolean {
  return GONE.has(status);
}

/** How a read may change what is known of a login. */
export interface Knowing {
  readonly at: Instant;
  /** A complete sweep overrules a tombstone: the directory itself lists the login again. */
  readonly sweep: boolean;
  /** The read says nothing about managers: what is known stays. */
  readonly managersUnsaid: boolean;
}

/**
 * The claims as they are believed after what was known: an older version never replaces a newer one and
 * a tombstone blocks resurrection (T), a status nobody knows changes no status (F13), and a login that
 * is gone for good keeps its name.
 *
 * @returns null when nothing is to be believed of it
 */
export function believed(
  claims: AccountClaims,
  before: KnownAccount | null,
  knowing: Knowing,
): AccountClaims | null {
  if (before === null) return { ...claims, statusSince: sinceOf(claims, null, knowing.at) };
  if (isOutdated(claims, before, knowing)) return null;
  const status = claims.status === "unknown" ? before.status : claims.status;
  const known = { ...claims, status };
  const managerRef = knowing.managersUnsaid ? before.managerRef : claims.managerRef;
  const merged = { ...known, managerRef, statusSince: sinceOf(known, before, knowing.at) };
  if (claims.status !== "purged") return merged;
  const { name, email, login, nature, createdAt, claims: identifiers, teamRef } = before;
  const kept = { name, email, login, nature, createdAt, claims: identifiers, teamRef };
  return { ...merged, ...kept, managerRef: null };
}

/** Told before what is known, or about a login that is gone for good. */
function isOutdated(claims: AccountClaims, before: KnownAccount, { sweep }: Knowing): boolean {
  const versioned = claims.version !== null && before.version !== null;
  const ahead = versioned ? (claims.version ?? 0) - (before.version ?? 0) : null;
  if (ahead !== null && ahead < 0) return true;
  const rises = before.status === "purged" && claims.status !== "purged";
  return rises && !sweep && (ahead === null || ahead === 0);
}

/** Since when the status holds: as told, as known, or for a login that closes, since it was seen closed. */
function sinceOf(claims: AccountClaims, before: KnownAccount | null, at: Instant): Instant | null {
  if (claims.statusSince !== null) return claims.statusSince;
  if (before !== null && before.status === claims.status) return before.statusSince;
  return isGone(claims.status) ? at : null;
}

const CONTENT = [
  "name",
  "email",
  "login",
  "status",
  "statusSince",
  "nature",
  "createdAt",
  "managerRef",
  "teamRef",
  "dormantSince",
  "rank",
  "tenureRank",
] as const;

/** Whether the claims say nothing but what is known. */
export function isKnownAccount(claims: AccountClaims, before: KnownAccount): boolean {
  return (
    CONTENT.every((field) => claims[field] === before[field]) &&
    claims.claims.join("\n") === before.claims.join("\n")
  );
}

/**
 * Whether writing this could take something away from somebody: the login closes or is suspended, or a
 * manager or worker id it named is gone. A read without a certificate must not do that (I5).
 */
export function takesAwayAccess({ before, claims }: AccountChange): boolean {
  if (before === null) return false;
  const closes =
    (isGone(claims.status) || claims.status === "suspended") && before.status !== claims.status;
  const losesClaim = before.claims.some((claim) => !claims.claims.includes(claim));
  const losesManager = before.managerRef !== null && claims.managerRef === null;
  return closes || losesClaim || losesManager;
}
