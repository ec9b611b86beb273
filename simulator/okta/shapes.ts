import type { Instant } from "../../src/domain/time.js";
import type {
  DirectoryAgent,
  DirectoryGroup,
  DirectoryUser,
  Versioned,
} from "../directory/directory.js";

/** What a test wants to see of a user beyond what the directory knows. */
export interface Dress {
  /** `LOCKED_OUT` instead of the plain `ACTIVE`. */
  readonly status?: string;
  readonly profile?: Readonly<Record<string, unknown>>;
}

/** Name of the source's own attribute that holds the manager's worker id. */
const MANAGER_ATTRIBUTE = "managerId";

export function iso(at: Instant): string {
  return new Date(at).toISOString();
}

/** In Okta a deleted user is gone at once: nothing of it is shown any more. */
export function isShown(user: DirectoryUser): boolean {
  return user.status !== "deleted";
}

export function statusOf(user: DirectoryUser): string {
  return user.status.toUpperCase();
}

export interface UserFrame {
  /** Address of this server. */
  readonly url: string;
  /** The manager's worker id, as Okta's own `managerId` holds it. */
  readonly managerWorkerId: string | null;
  readonly dress: Dress;
}

/** A user as `GET /api/v1/users` shows it. */
export function userShape(user: Versioned<DirectoryUser>, frame: UserFrame): object {
  const profile = {
    login: user.login,
    email: user.email ?? user.login,
    firstName: user.givenName,
    lastName: user.familyName,
    displayName: `${user.givenName} ${user.familyName}`,
    userType: user.nature,
    ...without({
      employeeNumber: user.workerId,
      department: user.department,
      [MANAGER_ATTRIBUTE]: frame.managerWorkerId,
    }),
    ...frame.dress.profile,
  };
  return {
    id: user.id,
    status: frame.dress.status ?? statusOf(user),
    created: iso(user.createdAt),
    activated: user.status === "staged" ? null : iso(user.createdAt),
    statusChanged: iso(user.statusChangedAt),
    lastLogin: user.lastSignInAt === null ? null : iso(user.lastSignInAt),
    lastUpdated: iso(user.updatedAt),
    passwordChanged: null,
    type: { id: "oty1simulated" },
    profile,
    _links: { self: { href: `${frame.url}/api/v1/users/${user.id}` } },
  };
}

function without(values: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  );
}

export function groupShape(group: Versioned<DirectoryGroup>, url: string): object {
  return {
    id: group.id,
    created: iso(group.updatedAt),
    lastUpdated: iso(group.updatedAt),
    lastMembershipUpdated: iso(group.updatedAt),
    objectClass: ["okta:user_group"],
    type: "OKTA_GROUP",
    profile: { name: group.name, description: "" },
    _links: { users: { href: `${url}/api/v1/groups/${group.id}/users` } },
  };
}

/** An owner is a user or a group (an id that the directory knows as a group). */
export function ownerShape(id: string, type: "USER" | "GROUP"): object {
  return {
    id,
    type,
    resolved: true,
    originType: "OKTA_DIRECTORY",
    displayName: id,
    lastUpdated: iso(0),
  };
}

/** An AI agent as the SDK's `AIAgent` has it; it has no owner field. */
export function agentShape(agent: Versioned<DirectoryAgent>, url: string): object {
  return {
    id: agent.id,
    appId: agent.appId,
    status: agent.status === "active" ? "ACTIVE" : "INACTIVE",
    created: iso(agent.createdAt),
    lastUpdated: iso(agent.updatedAt),
    profile: { name: agent.name, description: "" },
    _links: { self: { href: `${url}/workload-principals/api/v1/ai-agents/${agent.id}` } },
  };
}

export function orgShape(orgId: string): object {
  return {
    id: orgId,
    companyName: "Simulated",
    status: "ACTIVE",
    subdomain: "simulated",
    created: iso(0),
    lastUpdated: iso(0),
    _links: {},
  };
}

/** The default user type, the only one of this org. */
export function typeShape(url: string): object {
  return {
    id: "oty0000000000000000d7",
    name: "user",
    displayName: "User",
    default: true,
    created: iso(0),
    lastUpdated: iso(0),
    _links: { self: { href: `${url}/api/v1/meta/types/user/default` } },
  };
}

const attribute = (title: string): object => ({ title, type: "string" });

/** The schema of the default user type: base attributes and one custom one. */
export function schemaShape(url: string, custom: readonly string[]): object {
  const base = ["login", "email", "firstName", "lastName", "displayName", "userType"];
  const work = ["employeeNumber", "department", "managerId", "manager", "title"];
  const properties = (names: readonly string[]): object =>
    Object.fromEntries(names.map((name) => [name, attribute(name)]));
  return {
    id: `${url}/meta/schemas/user/default`,
    $schema: "http://json-schema.org/draft-04/schema#",
    name: "user",
    title: "User",
    type: "object",
    created: iso(0),
    lastUpdated: iso(0),
    definitions: {
      base: { id: "#base", type: "object", properties: properties([...base, ...work]) },
      custom: { id: "#custom", type: "object", properties: properties(custom) },
    },
    properties: {
      profile: { allOf: [{ $ref: "#/definitions/custom" }, { $ref: "#/definitions/base" }] },
    },
  };
}
