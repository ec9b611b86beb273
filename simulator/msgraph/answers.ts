import type { DirectoryAgent, DirectoryGroup, DirectoryUser } from "../directory/directory.js";
import type { Desk } from "./desk.js";
import {
  groupEntity,
  isDeleted,
  managerIdOf,
  liveUsers,
  principalEntities,
  USER_DEFAULTS,
  USER_PROPERTIES,
  userEntity,
  userReference,
  type Entity,
} from "./entities.js";
import { badRequest, GraphFault, notFound } from "./graph-fault.js";
import { filterOf, project, readQuery, refuseUnknown, type ODataQuery } from "./query.js";

/** One request of a signed-in app. */
export interface Asked {
  readonly desk: Desk;
  /** The request's own path below `/v1.0`: where its next link leads. */
  readonly path: string;
  /** Of the path, where it names one. */
  readonly id: string;
  readonly query: unknown;
  readonly roles: readonly string[];
}

interface Listed {
  /** Not called for the pages after the first. */
  readonly of: () => readonly Entity[];
  readonly known?: readonly string[];
  /** Properties that are shown without `$select`; left out: all. */
  readonly defaults?: readonly string[];
}

const LISTED = ["$select", "$top", "$filter", "$skiptoken"];

/** A page of a list, and the link to the next one. */
export function list({ desk, path, query: raw, roles }: Asked, listed: Listed): Entity {
  const query = readQuery(raw, LISTED);
  refuseSignIns(query, roles);
  if (listed.known !== undefined) refuseUnknown(query.select, listed.known);
  const select = query.select ?? listed.defaults ?? null;
  return desk.page(path, query, () =>
    listed
      .of()
      .filter(filterOf(query.filter))
      .map((entity) => project(entity, select)),
  );
}

/** Users who are there, or those who are soft-deleted. */
export function users(asked: Asked, deleted: boolean): Entity {
  const { directory } = asked.desk;
  return list(asked, {
    of: () =>
      [...directory.users.values()].filter((user) => isDeleted(user) === deleted).map(userEntity),
    known: USER_PROPERTIES,
    defaults: USER_DEFAULTS,
  });
}

/** `$expand` knows the one thing that a sync asks for. */
export function userById(asked: Asked): Entity {
  const query = readQuery(asked.query, ["$select", "$expand"]);
  refuseSignIns(query, asked.roles);
  const user = userOf(asked, false);
  const told = shown(user, query);
  if (query.expand === null) return told;
  if (query.expand !== "manager($select=id)") throw badRequest(`Cannot expand '${query.expand}'.`);
  const managerId = managerIdOf(asked.desk.directory, user);
  return managerId === null ? told : { ...told, manager: userReference(managerId) };
}

/** The manager as a reference; 404 for who has none. */
export function managerById(asked: Asked): Entity {
  readQuery(asked.query, ["$select"]);
  const managerId = managerIdOf(asked.desk.directory, userOf(asked, false));
  if (managerId === null) throw notFound("manager");
  return userReference(managerId);
}

/** A soft-deleted user. */
export function deletedUserById(asked: Asked): Entity {
  return shown(userOf(asked, true), readQuery(asked.query, ["$select"]));
}

function shown(user: DirectoryUser, query: ODataQuery): Entity {
  refuseUnknown(query.select, USER_PROPERTIES);
  return project(userEntity(user), query.select ?? USER_DEFAULTS);
}

function userOf({ desk, id }: Asked, deleted: boolean): DirectoryUser {
  const user = desk.directory.users.get(id);
  if (user === undefined || isDeleted(user) !== deleted) throw notFound(id);
  return user;
}

/** One group. */
export function groupById(asked: Asked): Entity {
  const query = readQuery(asked.query, ["$select"]);
  const entity = groupEntity(groupOf(asked));
  refuseUnknown(query.select, Object.keys(entity));
  return project(entity, query.select);
}

/** @throws GraphFault 404 */
export function groupOf({ desk, id }: Asked): DirectoryGroup {
  const group = desk.directory.groups.get(id);
  if (group === undefined) throw notFound(id);
  return group;
}

/** @throws GraphFault 404, also for one that is no agent identity where one was asked for */
export function agentOf({ desk, id }: Asked, identity: boolean): DirectoryAgent {
  const agent = desk.directory.agents.get(id);
  if (agent === undefined || (identity && agent.blueprintId === null)) throw notFound(id);
  return agent;
}

/** Service principals of one type, or all of them. A cast leaves the annotation of the type out. */
export function principals(asked: Asked, type: string | null): Entity {
  const { directory } = asked.desk;
  return list(asked, {
    of: () => {
      const all = principalEntities(directory);
      if (type === null) return all;
      return all.flatMap(({ "@odata.type": own, ...rest }) =>
        own === `#microsoft.graph.${type}` ? [rest] : [],
      );
    },
  });
}

/** Users whom something refers to; those who are deleted are not shown. */
export function references(asked: Asked, ids: Iterable<string>): Entity {
  const { directory } = asked.desk;
  return list(asked, { of: () => liveUsers(directory, ids).map(userReference), known: ["id"] });
}

/** Sign-ins need a permission of their own. */
function refuseSignIns(query: ODataQuery, roles: readonly string[]): void {
  const selected = query.select?.includes("signInActivity") === true;
  const filtered = query.filter?.startsWith("signInActivity") === true;
  if ((!selected && !filtered) || roles.includes("AuditLog.Read.All")) return;
  throw new GraphFault({
    status: 403,
    vendorCode: "Authentication_MSGraphPermissionMissing",
    message:
      "The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All to call this API.",
  });
}
