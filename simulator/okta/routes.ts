import { z } from "zod";
import { OktaRefusal } from "./errors.js";
import { parseFilter } from "./filter.js";
import type { Call, Route, RouteFrame } from "./frame.js";
import { logs } from "./log-route.js";
import { cursorOf, cutSorted, limitOf, linkTo, querySchema } from "./paging.js";
import { agentShape, orgShape, ownerShape, schemaShape, typeShape } from "./shapes.js";
import type { OktaView } from "./view.js";

const idSchema = z.object({ id: z.string() });
const relationSchema = z.object({ id: z.string(), name: z.string() });

/** `GET` operations; an order matters nowhere, static paths win over parameters. */
export const ROUTES: readonly Route[] = [
  { path: "/.well-known/okta-organization", scope: null, answer: wellKnown },
  { path: "/api/v1/org", scope: "okta.orgs.read", answer: (_, frame) => orgShape(frame.orgId) },
  { path: "/api/v1/users", scope: "okta.users.read", answer: users },
  { path: "/api/v1/users/:id", scope: "okta.users.read", answer: user },
  { path: "/api/v1/users/:id/groups", scope: "okta.users.read", answer: userGroups },
  {
    path: "/api/v1/users/:id/linkedObjects/:name",
    scope: "okta.users.read",
    answer: linkedObjects,
  },
  { path: "/api/v1/groups", scope: "okta.groups.read", answer: groups },
  { path: "/api/v1/groups/:id", scope: "okta.groups.read", answer: group },
  { path: "/api/v1/groups/:id/users", scope: "okta.groups.read", answer: members },
  { path: "/api/v1/groups/:id/owners", scope: "okta.groups.read", answer: owners },
  { path: "/api/v1/logs", scope: "okta.logs.read", answer: logs },
  {
    path: "/api/v1/meta/schemas/user/default",
    scope: "okta.schemas.read",
    answer: (_, { view, customAttributes }) => schemaShape(view.url, customAttributes),
  },
  {
    path: "/api/v1/meta/schemas/user/linkedObjects",
    scope: "okta.linkedObjects.read",
    answer: (_, frame) => [definition(frame.managerRelation)],
  },
  {
    path: "/api/v1/meta/types/user",
    scope: "okta.userTypes.read",
    answer: (_, { view }) => [typeShape(view.url)],
  },
  {
    path: "/workload-principals/api/v1/ai-agents",
    scope: "okta.aiAgents.read",
    answer: agents,
  },
];

function wellKnown(_: Call, { orgId, view }: RouteFrame): object {
  return { id: orgId, _links: { organization: { href: view.url } }, pipeline: "idx" };
}

function users(call: Call, frame: RouteFrame): unknown {
  const { view } = frame;
  const { search, filter, q } = querySchema.parse(call.request.query);
  if (q !== undefined) throw new OktaRefusal("E0000001", "q is not simulated");
  const found = search === undefined ? null : view.indexed();
  const test = parseFilter(
    search ?? filter ?? 'status lt "DEPROVISIONED" or status gt "DEPROVISIONED"',
    view.userProperty,
  );
  const keys = found === null ? view.userIds : [...found.keys()].toSorted();
  return list(call, frame, {
    keys,
    pick: (id) => {
      const one = found === null ? view.user(id) : (found.get(id) ?? null);
      return one !== null && test(one) ? view.userShape(one) : null;
    },
  });
}

function user(call: Call, { view }: RouteFrame): object {
  return view.userShape(knownUser(call, view));
}

function userGroups(call: Call, frame: RouteFrame): unknown {
  const { id } = knownUser(call, frame.view);
  const { groups: all } = frame.view.directory;
  const keys = frame.view.groupIds.filter((key) => all.get(key)?.memberIds.has(id) === true);
  return list(call, frame, { keys, pick: (key) => frame.view.groupShape(key) });
}

function linkedObjects(call: Call, { view, managerRelation }: RouteFrame): object[] {
  const { name } = relationSchema.parse(call.request.params);
  const { managerId } = knownUser(call, view);
  if (name !== managerRelation) throw new OktaRefusal("E0000007", `${name} (LinkedObject)`);
  if (managerId === null) return [];
  return [{ _links: { self: { href: `${view.url}/api/v1/users/${managerId}` } } }];
}

function definition(name: string): object {
  const side = (of: string): object => ({ name: of, title: of, description: of, type: "USER" });
  return { primary: side(name), associated: side("subordinate"), _links: {} };
}

function groups(call: Call, frame: RouteFrame): unknown {
  const { view } = frame;
  const { filter, search, q } = querySchema.parse(call.request.query);
  if (search !== undefined || q !== undefined) throw new OktaRefusal("E0000001", "not simulated");
  const test = filter === undefined ? () => true : parseFilter(filter, view.groupProperty);
  return list(call, frame, {
    keys: view.groupIds,
    pick: (id) => (test(id) ? view.groupShape(id) : null),
  });
}

function group(call: Call, { view }: RouteFrame): object {
  const shape = view.groupShape(knownGroup(call, view).id);
  if (shape === null) throw new OktaRefusal("E0000007", "UserGroup");
  return shape;
}

function members(call: Call, frame: RouteFrame): unknown {
  const { view } = frame;
  const keys = [...knownGroup(call, view).memberIds].toSorted();
  return list(call, frame, {
    keys,
    pick: (id) => {
      const one = view.user(id);
      return one === null ? null : view.userShape(one);
    },
  });
}

function owners(call: Call, frame: RouteFrame): unknown {
  const { directory } = frame.view;
  const keys = [...knownGroup(call, frame.view).ownerIds].toSorted();
  return list(call, frame, {
    keys,
    pick: (id) => ownerShape(id, directory.groups.has(id) ? "GROUP" : "USER"),
  });
}

function agents(call: Call, frame: RouteFrame): object {
  const { view, pageLimit } = frame;
  const all = view.directory.agents;
  const page = {
    after: cursorOf(call.request),
    limit: limitOf(call.request, { standard: 20, most: pageLimit }),
  };
  const { items, next } = cutSorted([...all.keys()].toSorted(), page, (id) => {
    const agent = all.get(id);
    return agent === undefined ? null : agentShape(agent, view.url);
  });
  const href = linkTo(next, { ...call, url: view.url });
  return { data: items, _links: href === null ? {} : { next: { href } } };
}

interface Listed {
  readonly keys: readonly string[];
  readonly pick: (key: string) => object | null;
}

function list(call: Call, { view, pageLimit }: RouteFrame, { keys, pick }: Listed): unknown {
  const page = {
    after: cursorOf(call.request),
    limit: limitOf(call.request, { standard: pageLimit, most: pageLimit }),
  };
  const { items, next } = cutSorted(keys, page, pick);
  linkTo(next, { ...call, url: view.url });
  return items;
}

/** By id only: a login would be understood by Okta and hide a mistake here. */
function knownUser({ request }: Call, view: OktaView): NonNullable<ReturnType<OktaView["user"]>> {
  const { id } = idSchema.parse(request.params);
  const found = view.user(id);
  if (found === null) throw new OktaRefusal("E0000007", `${id} (User)`);
  return found;
}

function knownGroup({ request }: Call, view: OktaView) {
  const { id } = idSchema.parse(request.params);
  const found = view.directory.groups.get(id);
  if (found === undefined) throw new OktaRefusal("E0000007", `${id} (UserGroup)`);
  return found;
}
