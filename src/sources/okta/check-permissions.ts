import { SourceRefused } from "../remote/errors.js";
import { type OktaLine, failed, ok, remark } from "./check-line.js";
import type { Ask } from "./client.js";
import { type CallFailure, isCallFailure } from "./errors.js";
import type { Org } from "./identify.js";
import type { ReadFrame } from "./stages.js";

/** One thing that has to be allowed, and what is missing without it. */
interface Permission {
  readonly scope: string;
  readonly ask: Omit<Ask, "signal">;
  /** Goes on after "without it". */
  readonly loss: string;
  /** Without it the source is read all the same, with less. */
  readonly optional: boolean;
}

/** Tries every permission that the config makes necessary, and names each that is missing. */
export async function permissionLines(
  frame: ReadFrame,
  { org, granted }: { readonly org: Org; readonly granted: readonly string[] | null },
): Promise<OktaLine[]> {
  const lines: OktaLine[] = [];
  const allowed: string[] = [];
  if (org.refusal === null) allowed.push("okta.orgs.read");
  else {
    const loss = "the organisation is known only from what it publishes";
    lines.push(missing({ scope: "okta.orgs.read", loss, optional: true }, org.refusal));
  }
  // Side by side: an org that answers some of these never would be waited for once, not six times.
  const tries = permissionsOf(frame).map(async (permission) => ({
    permission,
    failure: await tried(permission, frame),
  }));
  for (const { permission, failure } of await Promise.all(tries)) {
    if (failure === null) allowed.push(permission.scope);
    else lines.push(missing(permission, failure));
  }
  const what = granted === null ? "may read" : "was granted and may read";
  return [...(allowed.length === 0 ? [] : [ok(`${what}: ${allowed.join(", ")}`)]), ...lines];
}

async function tried(
  { ask }: Permission,
  { client, signal }: ReadFrame,
): Promise<CallFailure | null> {
  try {
    await client.list({ ...ask, signal }, null);
    return null;
  } catch (error) {
    if (isCallFailure(error)) return error;
    throw error;
  }
}

/** A scope that a trial shows to be missing, and what is lost by it. */
export function missing(
  { scope, loss, optional }: Pick<Permission, "scope" | "loss" | "optional">,
  failure: CallFailure,
): OktaLine {
  // No answer says nothing about permissions.
  if (!(failure instanceof SourceRefused)) return failed(failure.message, failure.next);
  const sentence = `${scope} is missing or not enough; without it ${loss}. ${failure.message}`;
  const next =
    `Grant ${scope} to the service app under Okta API Scopes, and give it an administrator role ` +
    "that may read this; for an API token, the role of who made it counts.";
  return optional ? remark(sentence, next) : failed(sentence, next);
}

function permissionsOf({ settings: { config } }: ReadFrame): Permission[] {
  const list: Permission[] = [
    {
      scope: "okta.users.read",
      ask: {
        endpoint: "GET /api/v1/users",
        call: (okta) => okta.users.listUsers({ filter: 'status eq "ACTIVE"', limit: 1 }),
      },
      loss: "nothing can be read",
      optional: false,
    },
    {
      scope: "okta.logs.read",
      ask: { endpoint: "GET /api/v1/logs", call: (okta) => okta.log.listLogEvents(A_MOMENT) },
      loss: "everything is read each time",
      optional: true,
    },
  ];
  if (config.groups.read) {
    list.push({
      scope: "okta.groups.read",
      ask: { endpoint: "GET /api/v1/groups", call: (okta) => okta.groups.listGroups({ limit: 1 }) },
      loss: "teams and their members stay as they were",
      optional: false,
    });
  }
  if (config.agents) {
    list.push({
      scope: "okta.aiAgents.read",
      ask: {
        endpoint: "GET /workload-principals/api/v1/ai-agents",
        call: (okta) => okta.agents.listAIAgents({ limit: 1 }),
      },
      loss: "no AI agents are read; an org without Okta for AI Agents has none: `agents: false`",
      optional: true,
    });
  }
  if (config.manager.how === "linkedObject") {
    list.push({
      scope: "okta.linkedObjects.read",
      ask: {
        endpoint: "GET /api/v1/meta/schemas/user/linkedObjects",
        call: (okta) => okta.relations.listLinkedObjectDefinitions(),
      },
      loss: "it is not known whether the relation that names managers exists",
      optional: true,
    });
  }
  return list;
}

/** Any stretch of the log will do: it is asked for and not read. */
const A_MOMENT = {
  since: "2020-01-01T00:00:00.000Z",
  until: "2020-01-01T00:00:01.000Z",
  filter: 'eventType sw "user.lifecycle."',
  limit: 1,
};
