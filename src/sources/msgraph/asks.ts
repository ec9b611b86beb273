import type { Instant } from "../../domain/time.js";
import type { EntraSourceConfig } from "../../platform/config-sources.js";
import { contentHash } from "../../platform/ids.js";
import type { AccountMapping } from "./convert-user.js";
import { linkTo, segment } from "./links.js";

const USER_PROPERTIES = [
  "id",
  "displayName",
  "givenName",
  "surname",
  "mail",
  "userPrincipalName",
  "accountEnabled",
  "userType",
  "createdDateTime",
] as const;

const PRINCIPAL_PROPERTIES = [
  "id",
  "appId",
  "displayName",
  "accountEnabled",
  "disabledByMicrosoftStatus",
] as const;

/**
 * How much is asked of users, the most first. A cloud that lacks a property refuses the whole request,
 * so a refused one is repeated with less: without the mark of agents' users, then without managers.
 */
export const USER_ASKS = [
  { agentUsers: true, managers: true },
  { agentUsers: false, managers: true },
  { agentUsers: false, managers: false },
] as const;

/** The same for groups: with owners a change of owner is told as a change of the group. */
export const GROUP_ASKS = [{ owners: true }, { owners: false }] as const;

/** `$select` of sign-ins allows pages of 120 in every cloud; other lists 999. */
const SIGN_IN_PAGE = "120";
const LIST_PAGE = "999";

/** What is asked of Graph for one source: every link that a read does not get from Graph itself. */
export class Asks {
  readonly #attributes: readonly string[];
  readonly #scope: Readonly<Record<string, unknown>>;

  constructor(config: EntraSourceConfig, mapping: AccountMapping) {
    const named = [
      ...Object.keys(mapping.workerIds),
      ...Object.keys(mapping.nonHuman),
      ...(mapping.teamAttribute === null ? [] : [mapping.teamAttribute]),
    ];
    this.#attributes = [...new Set(named.map((name) => name.split(".", 1)[0] ?? name))];
    this.#scope = { tenant: config.tenantId, cloud: config.cloud };
  }

  /** Of what was asked for: a changed one certifies nothing, and makes a new full read (L17). */
  hash(of: "users" | "groups" | "agents" | "principals"): string {
    return contentHash({ ...this.#scope, of, attributes: of === "users" ? this.#attributes : [] });
  }

  readonly organization = linkTo("/organization", { $select: "id" });

  users(level: number): string {
    const managers = USER_ASKS[level]?.managers === true ? ["manager"] : [];
    return linkTo("/users/delta", { $select: [...this.properties(level), ...managers].join(",") });
  }

  /** Properties, without relations, that a user is asked for at this level. */
  properties(level: number): readonly string[] {
    const agentUsers = USER_ASKS[level]?.agentUsers === true ? ["identityParentId"] : [];
    return [...new Set([...USER_PROPERTIES, ...agentUsers, ...this.#attributes])];
  }

  user(
    id: string,
    { level, signIns }: { readonly level: number; readonly signIns: boolean },
  ): string {
    const names = [...this.properties(level), ...(signIns ? ["signInActivity"] : [])];
    const expand = USER_ASKS[level]?.managers === true ? { $expand: "manager($select=id)" } : {};
    return linkTo(`/users/${segment(id)}`, { $select: names.join(","), ...expand });
  }

  deletedUsers(level: number): string {
    return linkTo("/directory/deletedItems/microsoft.graph.user", {
      $select: [...this.properties(level), "deletedDateTime"].join(","),
      $top: LIST_PAGE,
    });
  }

  deletedUser(id: string, level: number): string {
    return linkTo(`/directory/deletedItems/${segment(id)}/microsoft.graph.user`, {
      $select: [...this.properties(level), "deletedDateTime"].join(","),
    });
  }

  /** Users who last signed in by hand at that time or before. */
  lastSignIns(before: Instant): string {
    return linkTo("/users", {
      $filter: `signInActivity/lastSignInDateTime le ${new Date(before).toISOString().slice(0, 19)}Z`,
      $select: "id,signInActivity",
      $top: SIGN_IN_PAGE,
    });
  }

  groups(level: number): string {
    const owners = GROUP_ASKS[level]?.owners === true ? ["owners"] : [];
    return linkTo("/groups/delta", {
      $select: ["id", "displayName", "visibility", "members", ...owners].join(","),
    });
  }

  group(id: string): string {
    return linkTo(`/groups/${segment(id)}`, { $select: "id,displayName,visibility" });
  }

  owners(groupId: string): string {
    return linkTo(`/groups/${segment(groupId)}/owners`, { $select: "id" });
  }

  members(groupId: string): string {
    return linkTo(`/groups/${segment(groupId)}/members`, { $select: "id", $top: LIST_PAGE });
  }

  readonly agents = linkTo("/servicePrincipals/microsoft.graph.agentIdentity", {
    $select: [...PRINCIPAL_PROPERTIES, "agentIdentityBlueprintId", "createdDateTime"].join(","),
  });

  readonly principals = linkTo("/servicePrincipals", {
    $select: [...PRINCIPAL_PROPERTIES, "appOwnerOrganizationId"].join(","),
    $top: LIST_PAGE,
  });

  sponsors(agentId: string): string {
    const path = `/servicePrincipals/${segment(agentId)}/microsoft.graph.agentIdentity/sponsors`;
    return linkTo(path, { $select: "id" });
  }

  principalOwners(id: string): string {
    return linkTo(`/servicePrincipals/${segment(id)}/owners`, { $select: "id" });
  }
}
