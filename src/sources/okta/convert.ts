import type { Instant } from "../../domain/time.js";
import { DAY_MS } from "../../domain/time.js";
import { normaliseAddress, normaliseId } from "../../platform/normalise.js";
import type { Place } from "../../platform/problem.js";
import type {
  AccountNature,
  AccountObservation,
  AccountStatus,
  AgentObservation,
  ManagerClaim,
  TeamObservation,
  WorkerIdClaim,
} from "../port.js";
import { tombstone } from "../tombstone.js";
import type { OktaAgent, OktaGroup, OktaUser } from "./schema.js";
import type { OktaSettings } from "./settings.js";
import { cleanText, isCleanKey, visibleText } from "./text.js";

/** A record that is shaped rightly and still cannot be believed. Its message is shown to people. */
export class Unbelievable extends Error {}

/**
 * Locked out, in recovery and with an expired password are all people who work here: only an
 * administrator's decision suspends (L13).
 */
const STATUSES: Readonly<Record<string, AccountStatus>> = {
  STAGED: "staged",
  PROVISIONED: "active",
  ACTIVE: "active",
  RECOVERY: "active",
  PASSWORD_EXPIRED: "active",
  LOCKED_OUT: "active",
  SUSPENDED: "suspended",
  DEPROVISIONED: "deprovisioned",
};

/** A user is staged, active, suspended or deprovisioned, and anything else is `unknown` (F13). */
export function statusOf(status: string): AccountStatus {
  return Object.hasOwn(STATUSES, status) ? (STATUSES[status] ?? "unknown") : "unknown";
}

export interface ConvertFrame {
  readonly settings: OktaSettings;
  /** The instant of the read: dormancy is counted back from it. */
  readonly at: Instant;
}

/**
 * One user. A manager whom linked objects name is not part of it and comes later.
 *
 * @throws Unbelievable when a key of it holds characters that nobody sees (Q8)
 */
export function accountObservation(user: OktaUser, frame: ConvertFrame): AccountObservation {
  const { settings } = frame;
  const status = statusOf(user.status);
  const login = addressIn(user, "login");
  return {
    kind: "account",
    nativeId: user.id,
    name: nameOf(user) ?? login ?? user.id,
    email: addressIn(user, "email"),
    login,
    status,
    statusSince: user.statusChanged ?? null,
    nature: natureOf(user, settings),
    createdAt: user.created ?? null,
    workerIds: workerIdsOf(user, settings),
    manager: managerIn(user, settings),
    teamRef: teamOf(user, settings),
    dormantSince: status === "active" ? dormantSince(user, frame) : null,
    version: user.lastUpdated ?? null,
    place: placeOf(settings, `users/${user.id}`),
  };
}

/** What is told of an id that Okta does not know: only what was deprovisioned is deleted, and for good. */
export function purgedAccount(nativeId: string, settings: OktaSettings): AccountObservation {
  return { ...tombstone(nativeId, placeOf(settings, `users/${nativeId}`)), name: nativeId };
}

/** One group. One owner heads it; several answer for it together, so that none is picked (O3). */
export function teamObservation(
  group: OktaGroup,
  ownerIds: readonly string[],
  settings: OktaSettings,
): TeamObservation {
  const [first] = ownerIds;
  const only = ownerIds.length === 1 && first !== undefined ? first : null;
  return {
    kind: "team",
    nativeId: group.id,
    name: cleanText(group.profile.name) || group.id,
    parentRef: null,
    headRef: only,
    deputyRefs: only === null ? ownerIds : [],
    place: placeOf(settings, `groups/${group.id}`),
  };
}

/** A staged agent is not allowed to act yet. */
export function agentObservation(agent: OktaAgent, settings: OktaSettings): AgentObservation {
  return {
    kind: "agent",
    nativeId: agent.id,
    name: cleanText(agent.profile.name) || agent.id,
    status: agentStatus(agent.status),
    otherIds: agent.appId === null || agent.appId === undefined ? [] : [agent.appId],
    blueprintRef: null,
    // Owners of an agent are kept in Okta Identity Governance; the agent itself has no such field.
    sponsorRefs: [],
    ownerRefs: [],
    createdAt: agent.created ?? null,
    version: agent.lastUpdated ?? null,
    place: placeOf(settings, `ai-agents/${agent.id}`),
  };
}

function agentStatus(status: string): AgentObservation["status"] {
  if (status === "ACTIVE") return "active";
  if (status === "INACTIVE" || status === "STAGED") return "disabled";
  return status === "DELETED" ? "deleted" : "unknown";
}

/** Where a person finds it: path and id at the org. */
export function placeOf({ config }: OktaSettings, path: string): Place {
  return { file: `${new URL(config.orgUrl).host}/${path}`, line: null, column: null };
}

/** An attribute of the profile; `type.id` is the id of the user type. Numbers are taken as text. */
export function attributeOf(user: OktaUser, attribute: string): string {
  const value = Object.hasOwn(user.profile, attribute)
    ? user.profile[attribute]
    : attribute === "type.id"
      ? user.type?.id
      : null;
  if (typeof value === "string") return normaliseId(value);
  return typeof value === "number" && Number.isFinite(value) ? String(value) : "";
}

function keyIn(user: OktaUser, attribute: string): string | null {
  const key = attributeOf(user, attribute);
  if (!isCleanKey(key)) {
    throw new Unbelievable(`\`${attribute}\` holds characters that nobody sees: retype it in Okta`);
  }
  return key === "" ? null : key;
}

function addressIn(user: OktaUser, attribute: string): string | null {
  return normaliseAddress(visibleText(attributeOf(user, attribute))) || null;
}

function nameOf(user: OktaUser): string | null {
  const shown = textIn(user, "displayName");
  if (shown !== "") return shown;
  return `${textIn(user, "firstName")} ${textIn(user, "lastName")}`.trim() || null;
}

function textIn(user: OktaUser, attribute: string): string {
  return cleanText(attributeOf(user, attribute));
}

function natureOf(user: OktaUser, { config }: OktaSettings): AccountNature {
  const isListed = Object.entries(config.nonHuman).some(([attribute, values]) => {
    const value = attributeOf(user, attribute).toLowerCase();
    return value !== "" && values.some((listed) => normaliseId(listed).toLowerCase() === value);
  });
  return isListed ? "service" : "human";
}

function workerIdsOf(user: OktaUser, { workerIds }: OktaSettings): WorkerIdClaim[] {
  return [...workerIds].flatMap(([attribute, source]) => {
    const value = keyIn(user, attribute);
    return value === null ? [] : [{ source, value }];
  });
}

function managerIn(user: OktaUser, { config, managerSource }: OktaSettings): ManagerClaim | null {
  const { manager } = config;
  if (manager.how !== "attribute") return null;
  const value = keyIn(user, manager.attribute);
  if (value === null) return null;
  return manager.holds === "userId"
    ? { by: "account", nativeId: value }
    : { by: "workerId", claim: { source: managerSource, value } };
}

function teamOf(user: OktaUser, { config }: OktaSettings): string | null {
  return config.teamAttribute === undefined ? null : keyIn(user, config.teamAttribute);
}

/** Nobody who never signed in is dormant before the account is that old (N11). */
function dormantSince(user: OktaUser, { at, settings }: ConvertFrame): Instant | null {
  const last = user.lastLogin ?? user.created ?? null;
  const limit = at - settings.config.dormantAfterDays * DAY_MS;
  return last !== null && last < limit ? last : null;
}
