import { DAY_MS, type Instant } from "../../domain/time.js";
import type { EntraSourceConfig } from "../../platform/config-sources.js";
import { normaliseAddress, normaliseId } from "../../platform/normalise.js";
import { cleanText, faultOfId } from "../hr/text.js";
import type { AccountNature, AccountObservation, AccountStatus, WorkerIdClaim } from "../port.js";
import { tombstone } from "../tombstone.js";
import { AGENT_USER, placeOf } from "./convert.js";
import { isRemoved, type GraphUser, type Reference } from "./schema.js";

/** How the attributes of accounts are read. */
export interface AccountMapping {
  readonly source: string;
  /** Attribute → source whose worker ids it holds. */
  readonly workerIds: Readonly<Record<string, string>>;
  readonly nonHuman: Readonly<Record<string, readonly string[]>>;
  readonly teamAttribute: string | null;
  readonly dormantAfterDays: number;
}

/** Attributes without one of their own: `workerIds` joins the first HR source by `employeeId`. */
export function mappingOf(config: EntraSourceConfig, workerIdSource: string): AccountMapping {
  return {
    source: config.id,
    workerIds: config.workerIds ?? { employeeId: workerIdSource },
    nonHuman: config.nonHuman,
    teamAttribute: config.teamAttribute ?? null,
    dormantAfterDays: config.dormantAfterDays,
  };
}

/** An account, and the worker ids on it that no employment can have. */
export interface ConvertedUser {
  readonly account: AccountObservation;
  /** Attributes that hold an address or another text that is no id. */
  readonly doubtful: readonly string[];
}

export interface UserGround {
  readonly mapping: AccountMapping;
  readonly at: Instant;
  /** It was found among the deleted items. */
  readonly deleted: boolean;
  /** Last sign-in as another request told it; null: only what the record says itself. */
  readonly lastSignIn: Instant | null;
}

/** A user as an account. Pure. */
export function convertUser(user: GraphUser, ground: UserGround): ConvertedUser {
  const { mapping, deleted } = ground;
  const claims = workerIdsOf(user, mapping);
  return {
    account: {
      kind: "account",
      nativeId: user.id,
      name: nameOf(user),
      email: address(user.mail),
      login: loginOf(user, deleted),
      status: deleted ? "deleted" : statusOf(user.accountEnabled),
      statusSince: deleted ? (user.deletedDateTime ?? null) : null,
      nature: natureOf(user, mapping),
      createdAt: user.createdDateTime ?? null,
      workerIds: claims.good,
      manager: managerOf(user),
      teamRef: mapping.teamAttribute === null ? null : attribute(user, mapping.teamAttribute),
      dormantSince: dormantSince(user, ground),
      version: null,
      place: placeOf(mapping.source, "users", user.id),
    },
    doubtful: claims.doubtful,
  };
}

/** A user of whom only the tombstone is left. */
export function purgedAccount(source: string, nativeId: string): AccountObservation {
  return tombstone(nativeId, placeOf(source, "users", nativeId));
}

/** Suspended is not left (L13); anything but yes and no is a status nobody knows (F13). */
function statusOf(accountEnabled: unknown): AccountStatus {
  if (accountEnabled === true) return "active";
  return accountEnabled === false ? "suspended" : "unknown";
}

/** A login that was made for an agent is no person, whatever the config says (Q5). */
function natureOf(user: GraphUser, mapping: AccountMapping): AccountNature {
  if (user["@odata.type"] === AGENT_USER || (user.identityParentId ?? "") !== "") return "service";
  for (const [name, values] of Object.entries(mapping.nonHuman)) {
    const value = attribute(user, name);
    if (value !== null && values.some((one) => normaliseAddress(one) === value.toLowerCase())) {
      return "service";
    }
  }
  return user.userType?.toLowerCase() === "guest" ? "guest" : "human";
}

function nameOf(user: GraphUser): string {
  const parts = `${user.givenName ?? ""} ${user.surname ?? ""}`;
  const candidates = [user.displayName ?? "", parts, user.userPrincipalName ?? ""];
  return candidates.map((one) => cleanText(one)).find((one) => one !== "") ?? user.id;
}

function address(raw: string | null | undefined): string | null {
  const text = normaliseAddress(raw ?? "");
  return text === "" ? null : text;
}

/** A deleted user's name is free again: Entra puts the id, without its dashes, before it. */
function loginOf(user: GraphUser, deleted: boolean): string | null {
  const login = address(user.userPrincipalName);
  const prefix = user.id.replaceAll("-", "").toLowerCase();
  if (login === null || !deleted || !login.startsWith(prefix)) return login;
  return login.slice(prefix.length);
}

/** What a delta entry says of the manager counts before what a point read says. */
function managerOf(user: GraphUser): AccountObservation["manager"] {
  const told = user["manager@delta"];
  const found: Reference | null | undefined =
    told === null || told === undefined ? user.manager : told.findLast((one) => !isRemoved(one));
  return found === null || found === undefined ? null : { by: "account", nativeId: found.id };
}

function workerIdsOf(
  user: GraphUser,
  mapping: AccountMapping,
): { readonly good: readonly WorkerIdClaim[]; readonly doubtful: readonly string[] } {
  const good: WorkerIdClaim[] = [];
  const doubtful: string[] = [];
  for (const [name, source] of Object.entries(mapping.workerIds)) {
    const value = attribute(user, name);
    if (value === null) continue;
    if (faultOfId(value) === null) good.push({ source, value });
    else doubtful.push(name);
  }
  return { good, doubtful };
}

/**
 * An attribute by the name that the config gives it; a dot leads into an object, such as
 * `onPremisesExtensionAttributes.extensionAttribute7`. Null: it holds nothing.
 */
function attribute(user: GraphUser, name: string): string | null {
  const value = name.split(".").reduce<unknown>((found, part) => {
    return typeof found === "object" && found !== null
      ? Object.entries(found).find(([key]) => key === part)?.[1]
      : undefined;
  }, user);
  if (typeof value !== "string" && typeof value !== "number") return null;
  const text = cleanText(normaliseId(`${value}`));
  return text === "" ? null : text;
}

/** N11: told only when it is long ago, so that it does not move with every sign-in. */
function dormantSince(user: GraphUser, { mapping, at, lastSignIn }: UserGround): Instant | null {
  const last = lastSignInOf(user) ?? lastSignIn;
  return last !== null && last <= at - mapping.dormantAfterDays * DAY_MS ? last : null;
}

/** The latest of a user's sign-ins, by hand or by an app; null: none that the directory knows. */
export function lastSignInOf({
  signInActivity,
}: Pick<GraphUser, "signInActivity">): Instant | null {
  const instants = [
    signInActivity?.lastSignInDateTime,
    signInActivity?.lastNonInteractiveSignInDateTime,
    signInActivity?.lastSuccessfulSignInDateTime,
  ].filter((one) => one !== null && one !== undefined);
  return instants.length === 0 ? null : Math.max(...instants);
}
