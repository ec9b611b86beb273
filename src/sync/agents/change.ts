import type { AgentClaims, KnownAgent } from "../../graph/queries/agents.js";
import { contentHash } from "../../platform/ids.js";
import type { AgentObservation } from "../../sources/port.js";
import { sourceKey } from "../employment-change.js";

/** One agent of a directory that is new, differs from the graph, or is back. */
export interface AgentChange {
  /** `source/native id` */
  readonly key: string;
  /** Null: no read has described it yet. */
  readonly before: KnownAgent | null;
  readonly claims: AgentClaims;
  /** Every id it goes by, as keys: its own and its other ids. */
  readonly identifiers: readonly string[];
}

/** Whose claims they are. */
export interface AgentFrame {
  readonly source: string;
  readonly converterHash: string;
}

/** What the observation claims, with its content hash. The version is no content: it may move alone. */
export function agentClaims(seen: AgentObservation, frame: AgentFrame): AgentClaims {
  const { source, converterHash } = frame;
  const references = (ids: readonly string[]) => distinct(ids).map((id) => sourceKey(source, id));
  const claimed = {
    source,
    nativeId: seen.nativeId,
    name: seen.name,
    status: seen.status,
    otherIds: distinct(seen.otherIds).filter((id) => id !== seen.nativeId),
    blueprintRef: seen.blueprintRef === null ? null : sourceKey(source, seen.blueprintRef),
    sponsorRefs: references(seen.sponsorRefs),
    ownerRefs: references(seen.ownerRefs),
    createdAt: seen.createdAt,
  };
  const hash = contentHash([converterHash, claimed]);
  return { ...claimed, version: seen.version, hash };
}

/** A directory lists what belongs to an agent in any order: the order says nothing (F8). */
function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)].filter((id) => id !== "").toSorted();
}

/** Every id the claims make it known by, as keys. */
export function identifiersOf({ source, nativeId, otherIds }: AgentClaims): string[] {
  return [nativeId, ...otherIds].map((id) => sourceKey(source, id));
}

/**
 * The claims as they are believed after what was known: an older version never replaces a newer one, what
 * is gone comes back only with a newer version or in a sweep (T), and a status nobody knows changes no
 * status (F13).
 *
 * @returns null when nothing is to be believed of it
 */
export function believedAgent(
  claims: AgentClaims,
  before: KnownAgent | null,
  sweep: boolean,
): AgentClaims | null {
  if (before === null) return claims;
  const age = compareVersions(claims.version, before.version);
  if (age < 0 || (before.gone && !sweep && age <= 0)) return null;
  return claims.status === "unknown" ? { ...claims, status: before.status } : claims;
}

/** Below 0: older. 0 also where either has no version. */
export function compareVersions(version: number | null, other: number | null): number {
  return version === null || other === null ? 0 : version - other;
}

const CONTENT = ["name", "status", "blueprintRef", "createdAt"] as const;
const LISTS = ["otherIds", "sponsorRefs", "ownerRefs"] as const;

/** Whether the claims say nothing but what is known. */
export function isKnownAgent(claims: AgentClaims, before: KnownAgent): boolean {
  return (
    !before.gone &&
    CONTENT.every((field) => claims[field] === before[field]) &&
    LISTS.every((field) => JSON.stringify(claims[field]) === JSON.stringify(before[field]))
  );
}

/** Whether an agent of this status does nothing. One of a status nobody knows may well work. */
export function isIdle(status: AgentClaims["status"]): boolean {
  return status === "disabled" || status === "deleted";
}

/**
 * Whether writing this would take something away: the agent stops, or a sponsor it named is gone. A read
 * without a certificate must not do that (I5).
 */
export function takesAwayAgent({ before, claims }: AgentChange): boolean {
  if (before === null) return false;
  const stops = isIdle(claims.status) && !isIdle(before.status);
  return stops || before.sponsorRefs.some((ref) => !claims.sponsorRefs.includes(ref));
}
