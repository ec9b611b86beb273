import type { Observation, SourcePage } from "../port.js";
import { type Part, accountParts } from "./accounts.js";
import { believe } from "./believe.js";
import type { Ask, OktaClient } from "./client.js";
import { agentObservation } from "./convert.js";
import { type Groups, type GroupsFrame, groupParts } from "./groups.js";
import type { SweepProgress } from "./progress.js";
import { agentSchema } from "./schema.js";
import type { OktaSettings, Scope } from "./settings.js";
import { SideCalls } from "./side-calls.js";
import { walk } from "./walk.js";

/** Records on a page: what Okta recommends, and for users gives at most. */
const PAGE = 200;

/**
 * Users in every status and in one list: without a filter Okta leaves out the deprovisioned ones, and a
 * filter by status would leave out statuses that nobody knows yet (F13). `search` would find all of
 * them in an index that lags (F15).
 */
const EVERY_USER = 'lastUpdated gt "1970-01-01T00:00:00.000Z"';

export interface ReadFrame {
  readonly client: OktaClient;
  readonly settings: OktaSettings;
  readonly signal: AbortSignal;
}

/** One stage of a sweep; each throws what `OktaClient.list` throws. */
export type StageReader = (frame: ReadFrame, progress: SweepProgress) => AsyncGenerator<SourcePage>;

export async function* readUsers(
  frame: ReadFrame,
  progress: SweepProgress,
): AsyncGenerator<SourcePage> {
  const managers = new SideCalls();
  const { settings, signal } = frame;
  yield* readList(frame, progress, {
    scope: "accounts",
    ask: {
      endpoint: "GET /api/v1/users",
      call: (okta, at) => okta.users.listUsers({ filter: EVERY_USER, limit: PAGE, ...at }),
      signal,
    },
    convert: async (items) => {
      const parts = await accountParts(items, { ...frame, at: progress.state.startedAt, managers });
      if (settings.managerRelation !== null) progress.count("managers", items.length);
      if (managers.failure !== null) {
        progress.spoil("managers", managers.failure.message);
        progress.notePassing(managers.failure);
      }
      return parts;
    },
  });
}

export async function* readGroups(
  frame: ReadFrame,
  progress: SweepProgress,
): AsyncGenerator<SourcePage> {
  const owners = new SideCalls();
  yield* readList(frame, progress, {
    scope: "teams",
    ask: groupsAsk(frame),
    convert: async (items) => {
      const groups = await groupParts(items, { ...frame, owners });
      for (const sentence of ownerRemarks(groups, owners)) progress.remark(sentence);
      if (owners.failure !== null) progress.notePassing(owners.failure);
      return groups.parts;
    },
  });
}

export async function* readAgents(
  frame: ReadFrame,
  progress: SweepProgress,
): AsyncGenerator<SourcePage> {
  yield* readList(frame, progress, {
    scope: "agents",
    ask: agentsAsk(frame),
    convert: async (items) => [agentPart(items, frame.settings)],
  });
}

/** The groups that the config asks for. */
export function groupsAsk({ settings, signal }: Omit<ReadFrame, "client">): Ask {
  const { filter } = settings.config.groups;
  const wanted = { limit: PAGE, ...(filter === undefined ? {} : { filter }) };
  return {
    endpoint: "GET /api/v1/groups",
    call: (okta, at) => okta.groups.listGroups({ ...wanted, ...at }),
    signal,
  };
}

export function agentsAsk({ signal }: Pick<ReadFrame, "signal">): Ask {
  return {
    endpoint: "GET /workload-principals/api/v1/ai-agents",
    call: (okta, at) => okta.agents.listAIAgents({ limit: PAGE, ...at }),
    signal,
  };
}

export function agentPart(items: readonly unknown[], settings: OktaSettings): Part<Observation> {
  const { records, quarantined } = believe(
    items,
    { path: "ai-agents", schema: agentSchema, convert: (raw) => agentObservation(raw, settings) },
    settings,
  );
  return { observations: records, quarantined, unsaid: [] };
}

/** What an operator should know about owners, of a page of groups. */
export function ownerRemarks({ groupOwners }: Groups, owners: GroupsFrame["owners"]): string[] {
  const { failure } = owners;
  return [
    ...(failure === null ? [] : [`Owners of groups stay as they were: ${failure.message}`]),
    ...(groupOwners === 0
      ? []
      : ["Some groups are owned by a group: nobody in particular heads them by that."]),
  ];
}

/** Whether there is anything to tell. */
export function isTelling({ observations, quarantined }: Part<Observation>): boolean {
  return observations.length + quarantined.length > 0;
}

export function pageOf(part: Part<Observation>, resume: string | null): SourcePage {
  const { observations, quarantined, unsaid } = part;
  return {
    kind: "page",
    ...(unsaid.length === 0 ? {} : { unsaid }),
    observations,
    quarantined,
    progress: null,
    resume,
  };
}

interface List {
  readonly scope: Scope;
  readonly ask: Ask;
  readonly convert: (items: readonly unknown[]) => Promise<readonly Part<Observation>[]>;
}

/**
 * A list from where it stands to its end, a page at a time (an empty one with a next link is one, F5).
 * Of several parts of a page only the last leads on: after the others the page is told again.
 */
async function* readList(
  { client }: ReadFrame,
  progress: SweepProgress,
  { scope, ask, convert }: List,
): AsyncGenerator<SourcePage> {
  const { stage } = progress.state;
  while (progress.state.stage === stage) {
    const before = progress.resume();
    const page = await walk(progress.state.walk, (after) => client.list(ask, after));
    const parts = (await convert(page.items)).filter(isTelling);
    if (page.restarted) progress.restart();
    progress.count(scope, page.items.length);
    progress.goOn(page.next);
    for (const part of parts.slice(0, -1)) yield pageOf(part, before);
    const last = parts.at(-1);
    if (last !== undefined) yield pageOf(last, progress.resume());
  }
}
