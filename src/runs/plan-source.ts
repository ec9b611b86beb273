import type { AuthorizationState } from "../domain/authorization.js";
import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { graphOrg } from "../graph/org-reader.js";
import { identify, readReferences } from "../graph/queries/org-read.js";
import { ownedByPersons } from "../graph/queries/authorization-read.js";
import { dueEmployments } from "../graph/queries/org-write.js";
import type { RegistrySourceConfig, SourceConfig } from "../platform/config-sources.js";
import { type Applied, appliedOf } from "../sync/registry/applied.js";
import { limitPeriod } from "../sync/registry/people.js";
import type { RegistryWork } from "../sync/registry/prepare.js";
import { PlannedOrg, type PlannedLimit, type PlannedOrgReader } from "../sync/planned-org.js";
import type { AccountChange } from "../sync/account-change.js";
import type { LinkOutcome } from "../sync/correlator.js";
import type { SourceRead } from "../sync/read-source.js";
import { PlannedAgents } from "../sync/agents/planned.js";
import { planAgentFindings, planAgents } from "./agents-step.js";
import { Collector } from "./collect.js";
import { Admittance, type Admission } from "./admission.js";
import type { Context } from "./context.js";
import { type OwnerLine, driftChanges, ownersIn } from "./drift.js";
import { PlanningEngine, settleKeys, settleWork } from "./engine.js";
import type { HeldView } from "./held-view.js";
import { correlatorFrame, identityChanges } from "./identity-step.js";
import { planLogins } from "./plan-logins.js";
import { policyOf } from "./policy.js";
import { sourceReport } from "./read-step.js";
import { PlannedDefinitions, touchedByDefinitions } from "./planned-definitions.js";
import { type RegistryInput, readRegistryInput } from "./registry-run.js";
import { type BuiltWork, buildDocumentWork } from "./registry-step.js";
import { unsettledKeys } from "./unsettled.js";
import type { Problem } from "../platform/problem.js";
import { addressesIn, withSuggestions } from "../sync/registry/suggestions.js";

/** Employments shown as coming due at most; a plan is for people. */
const DUE_SHOWN = 10_000;

/** A plan as it grows, source by source. */
export interface Plan {
  readonly context: Context;
  readonly collector: Collector;
  /** The sources that are planned: nothing of theirs is half applied. */
  readonly finishing: readonly string[];
  readonly org: PlannedOrg;
  readonly agents: PlannedAgents;
  engine: PlanningEngine | null;
}

/** An empty plan over the graph as it is. */
export function newPlan(context: Context, at: Instant, finishing: readonly string[]): Plan {
  const { graph } = context;
  return {
    context,
    finishing,
    collector: new Collector(),
    org: new PlannedOrg(graphOrg(graph), at, plannedOrgReader(graph)),
    agents: new PlannedAgents(graph),
    engine: null,
  };
}

/** The organisation as the graph has it, as far as a plan asks beside its facts. */
export function plannedOrgReader(graph: Graph): PlannedOrgReader {
  return {
    identify: async (keys) => {
      const rows = await graph.read((tx) => identify.run(tx, { keys: [...keys] }));
      return new Map(rows.map((row) => [row.key, row.personId]));
    },
    records: async (ids) => {
      const rows = await graph.read((tx) => readReferences.run(tx, { ids: [...ids] }));
      return new Map(rows.map((row) => [row.id, row.records]));
    },
  };
}

/** The engine of a plan: made when the first source was laid over the graph. */
export async function engineOf(plan: Plan, at: Instant): Promise<PlanningEngine> {
  const { context, org } = plan;
  plan.engine ??= new PlanningEngine(context.graph, {
    at,
    reader: org,
    policy: await policyOf(context.config, org, at),
  });
  return plan.engine;
}

/** Lays what one read would do over the plan, as far as it is admitted, and collects it for the report. */
export async function planSource(
  plan: Plan,
  config: SourceConfig,
  frame: {
    readonly at: Instant;
    readonly read: SourceRead;
    readonly admission: Admission;
    readonly held: HeldView | null;
  },
): Promise<void> {
  const { context, collector } = plan;
  const { graph } = context;
  const { at, read, held } = frame;
  const admitted = new Admittance(read, frame.admission);
  const withheld = await planOrganisation(plan, { read, admitted, at });
  const logins = await planAccounts(plan, { read, admitted, at });
  const withheldAgents = admitted.isOpen
    ? await planAgents(graph, plan.agents, { read, collector })
    : 0;
  const engine = await engineOf(plan, at);
  const open = engine.findings.open;
  const subjectKeys = logins.outcomes.map((one) => one.facts.key);
  collector.findings(
    await engine.findings.note(await identityChanges(open, logins.outcomes, subjectKeys)),
  );
  const registry =
    config.type === "registry" ? await planRegistry(plan, { config, read, engine }) : null;
  await planSettlement(plan, engine);
  if (registry !== null) await planDrift(plan, { read, engine, applied: registry.applied });
  const source = config.id;
  await planAgentFindings(plan.agents, engine.findings, { source, collector });
  collector.source(
    sourceReport(read, {
      problems: registry?.problems ?? [],
      withheld: withheld + logins.withheld + withheldAgents,
      held,
    }),
  );
}

/** One read on its way into a plan. */
interface Laid {
  readonly read: SourceRead;
  readonly admitted: Admittance;
  readonly at: Instant;
}

async function planOrganisation(plan: Plan, { read, admitted, at }: Laid): Promise<number> {
  const { collector, org, context } = plan;
  let withheld = 0;
  for await (const chunk of read.employments.chunks(2_000)) {
    const additive = admitted.employments(chunk);
    withheld += additive.withheld;
    org.addEmployments(additive.changes);
    collector.organisation.employments(additive.changes, at);
  }
  const teams = admitted.teams();
  org.addTeams(teams.changes);
  collector.organisation.teams(teams.changes);
  if (plan.engine === null) {
    const limit = DUE_SHOWN;
    const due = await context.graph.read((tx) => dueEmployments.run(tx, { at, limit }));
    const changed = new Set(org.changedIds);
    collector.organisation.due(
      due.filter((one) => !changed.has(one.personId)),
      at,
    );
  }
  return withheld + teams.withheld;
}

/** Logins are few beside what is kept of them in a plan: those that change. */
async function planAccounts(
  { context, collector, org }: Plan,
  { read, admitted, at }: Laid,
): Promise<{ readonly outcomes: readonly LinkOutcome[]; readonly withheld: number }> {
  const changes: AccountChange[] = [];
  let withheld = 0;
  for await (const chunk of read.accounts.chunks(2_000)) {
    const additive = admitted.accounts(chunk);
    withheld += additive.withheld;
    collector.organisation.accounts(additive.changes);
    changes.push(...additive.changes);
  }
  for await (const chunk of read.memberships.chunks(2_000)) {
    const additive = admitted.memberships(chunk);
    withheld += additive.withheld;
    collector.organisation.memberships(additive.changes);
  }
  const goneTeams = admitted.goneTeams();
  withheld += goneTeams.withheld;
  collector.organisation.goneTeams(goneTeams.changes);
  const frame = correlatorFrame(context, at);
  const planned = await planLogins(context.graph, org, { changes, frame });
  collector.organisation.links(planned.outcomes);
  collector.organisation.tenures(planned.employments, at);
  return { outcomes: planned.outcomes, withheld };
}

async function planRegistry(
  plan: Plan,
  step: {
    readonly config: RegistrySourceConfig;
    readonly read: SourceRead;
    readonly engine: PlanningEngine;
  },
): Promise<{
  readonly problems: readonly Problem[];
  readonly applied: ReadonlyMap<string, Applied>;
}> {
  const { context, collector } = plan;
  const { graph } = context;
  const { config, engine } = step;
  const input = await readRegistryInput(context, step);
  await plan.agents.register(input.work.agents.map(({ row }) => row));
  const definitions = new PlannedDefinitions(input.work);
  engine.lay(definitions.overlay);
  const limited = planLimits(plan.org, input);
  let built: BuiltWork = { items: [], people: [], problems: [], loose: [], applied: [] };
  const settlement = await settleWork(engine, async () => {
    built = await buildDocumentWork(engine, input.work.authorizations, {
      graph,
      source: config.id,
      converterHash: input.converterHash,
      applied: input.applied,
      run: null,
      planned: (key, row) => definitions.row(key, row),
    });
    return built;
  });
  collector.settlement(settlement);
  const touched = [
    ...(await touchedByDefinitions(graph, input.work)),
    ...(await ownedBy(graph, limited)),
  ];
  const seen = new Set(settlement.decisions.map((one) => one.settled.after.key));
  const rest = [...new Set(touched)].filter((key) => !seen.has(key)).toSorted();
  if (rest.length > 0) collector.settlement(await settleKeys(engine, rest));
  const { problems, applied } = built;
  const known = addressesIn(graph);
  const like = async (prefix: string) => [
    ...(await known(prefix)),
    ...plan.org.addressesLike(prefix),
  ];
  return {
    problems: await withSuggestions(like, [...input.work.problems, ...problems]),
    applied: new Map([
      ...input.applied,
      ...appliedDefinitions(input.work),
      ...applied.map((row): [string, Applied] => [row.key, appliedOf(row)]),
    ]),
  };
}

/** Lays changed authority limits over the people they are for; returns those people. */
function planLimits(org: PlannedOrg, { work, applied }: RegistryInput): PersonId[] {
  return work.limits.flatMap(({ seen, row }) => {
    if (row === null) return [];
    const { personId, limits, decisionClasses, validFrom: from, validTo: to } = row;
    org.addLimit(limitBefore(applied.get(seen.key)), {
      personId,
      limit: { limits, decisionClasses, from, to },
    });
    return personId;
  });
}

function limitBefore(applied: Applied | undefined): PlannedLimit | null {
  if (applied?.document.kind !== "AuthorityLimit") return null;
  const { person, limits, decisionClasses, from, to } = applied.document;
  const personId = applied.pins[person];
  const limit = { limits, decisionClasses, ...limitPeriod(from, to) };
  return personId === undefined ? null : { personId, limit };
}

async function ownedBy(graph: Graph, ids: readonly PersonId[]): Promise<string[]> {
  const rows = await graph.read((tx) => ownedByPersons.run(tx, { ids: [...ids] }));
  return rows.map((row) => row.key);
}

/** What would be known of changed definitions; those of which nothing can be applied stay as they were. */
function appliedDefinitions({ classes, agents, limits }: RegistryWork): [string, Applied][] {
  return [...classes, ...agents, ...limits].flatMap(
    ({ seen, row, document, pins }): [string, Applied][] =>
      row === null ? [] : [[seen.key, { digest: null, document, pins }]],
  );
}

function ownerLines({ owners }: AuthorizationState): OwnerLine[] {
  return owners.flatMap(({ personId, role }) => (role === "acting" ? [] : { personId, role }));
}

async function planDrift(
  { context, collector }: Plan,
  step: {
    readonly read: SourceRead;
    readonly engine: PlanningEngine;
    readonly applied: ReadonlyMap<string, Applied>;
  },
): Promise<void> {
  const { engine, applied, read } = step;
  const changes = await driftChanges(engine.findings.open, {
    documents: read.documents,
    applied,
    reader: engine.reader,
    at: engine.at,
    owners: async (keys) => {
      const held = await ownersIn(context.graph, keys);
      for (const key of keys) {
        const decided = engine.decided(key);
        if (decided === undefined) continue;
        if (decided.standing.beneath === "revoked") held.delete(key);
        else held.set(key, ownerLines(decided));
      }
      return held;
    },
  });
  collector.findings(await engine.findings.note(changes));
}

async function planSettlement(plan: Plan, engine: PlanningEngine): Promise<void> {
  const { context, collector, org } = plan;
  const ids = org.changedIds;
  const touched = await context.graph.read((tx) => ownedByPersons.run(tx, { ids }));
  const keys = new Set(touched.map((row) => row.key));
  for await (const batch of unsettledKeys(context.graph, engine.at, plan.finishing)) {
    for (const key of batch) keys.add(key);
  }
  if (keys.size > 0) collector.settlement(await settleKeys(engine, [...keys].toSorted()));
}
