import {
  agentOf,
  deletedUserById,
  groupById,
  groupOf,
  list,
  managerById,
  principals,
  references,
  userById,
  users,
  type Asked,
} from "./answers.js";
import { organizationEntity, type Entity } from "./entities.js";

/** Name of an entity type in Graph's metadata, without its namespace. */
export type EntityName =
  | "organization"
  | "user"
  | "group"
  | "directoryObject"
  | "servicePrincipal"
  | "agentIdentity"
  | "agentIdentityBlueprintPrincipal";

/** One read operation of this server. */
export interface Operation {
  /** Below `/v1.0`, with `:id` for an id. */
  readonly path: string;
  readonly entity: EntityName;
  /** Application permissions of which one suffices. */
  readonly roles: readonly string[];
  readonly answer: (asked: Asked) => Entity;
}

const DIRECTORY = ["Directory.Read.All"];
const ORGANIZATION = ["Organization.Read.All", ...DIRECTORY];
const USERS = ["User.Read.All", ...DIRECTORY];
const GROUPS = ["GroupMember.Read.All", "Group.Read.All", ...DIRECTORY];
const APPLICATIONS = ["Application.Read.All", ...DIRECTORY];
const AGENTS = ["AgentIdentity.Read.All", ...APPLICATIONS];

/** What this server serves, as Microsoft documents it for v1.0. */
export const OPERATIONS: readonly Operation[] = [
  {
    path: "/organization",
    entity: "organization",
    roles: ORGANIZATION,
    answer: (asked) => list(asked, { of: () => [organizationEntity(asked.desk.tenantId)] }),
  },
  { path: "/users", entity: "user", roles: USERS, answer: (asked) => users(asked, false) },
  {
    path: "/users/delta",
    entity: "user",
    roles: USERS,
    answer: ({ desk, query }) => desk.delta("users", query),
  },
  { path: "/users/:id", entity: "user", roles: USERS, answer: userById },
  { path: "/users/:id/manager", entity: "directoryObject", roles: USERS, answer: managerById },
  {
    path: "/directory/deletedItems/microsoft.graph.user",
    entity: "user",
    roles: USERS,
    answer: (asked) => users(asked, true),
  },
  {
    path: "/directory/deletedItems/:id/microsoft.graph.user",
    entity: "user",
    roles: USERS,
    answer: deletedUserById,
  },
  {
    path: "/groups/delta",
    entity: "group",
    roles: GROUPS,
    answer: ({ desk, query }) => desk.delta("groups", query),
  },
  { path: "/groups/:id", entity: "group", roles: GROUPS, answer: groupById },
  {
    path: "/groups/:id/owners",
    entity: "directoryObject",
    roles: GROUPS,
    answer: (asked) => references(asked, groupOf(asked).ownerIds),
  },
  {
    path: "/groups/:id/members",
    entity: "directoryObject",
    roles: GROUPS,
    answer: (asked) => references(asked, groupOf(asked).memberIds),
  },
  {
    path: "/servicePrincipals",
    entity: "servicePrincipal",
    roles: APPLICATIONS,
    answer: (asked) => principals(asked, null),
  },
  {
    path: "/servicePrincipals/microsoft.graph.agentIdentity",
    entity: "agentIdentity",
    roles: AGENTS,
    answer: (asked) => principals(asked, "agentIdentity"),
  },
  {
    path: "/servicePrincipals/microsoft.graph.agentIdentityBlueprintPrincipal",
    entity: "agentIdentityBlueprintPrincipal",
    roles: AGENTS,
    answer: (asked) => principals(asked, "agentIdentityBlueprintPrincipal"),
  },
  {
    path: "/servicePrincipals/:id/microsoft.graph.agentIdentity/sponsors",
    entity: "directoryObject",
    roles: AGENTS,
    answer: (asked) => references(asked, agentOf(asked, true).sponsorIds),
  },
  {
    path: "/servicePrincipals/:id/owners",
    entity: "directoryObject",
    roles: AGENTS,
    answer: (asked) => references(asked, agentOf(asked, false).ownerIds),
  },
];
