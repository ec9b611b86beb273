import { type AlertRow, describeRows } from "../alerts/describe.js";
import { sentenceOf } from "../alerts/sentences.js";
import { commandsOf } from "../alerts/text.js";
import type { AlertView } from "../alerts/view.js";
import type { StandingName } from "../domain/authorization.js";
import type { Severity } from "../domain/finding.js";
import type { TraceEntry } from "../domain/succession-trace.js";
import {
  type FindingRow,
  listFindings,
  listOrphans,
  namePeople,
} from "../graph/queries/history.js";
import { agentWords, describeAgents } from "./agent-words.js";
import { candidateIds, disputeWords } from "./identity-words.js";
import type { Context } from "./context.js";
import type { DecisionLine, FindingView, OrphanView, PersonName } from "./report.js";

const SEVERITIES: readonly Severity[] = ["critical", "warning", "info"];
const ZONE = "UTC";

/** What needs a human, most severe first; with `all`, what needed one too. */
export async function findings(
  context: Context,
  filter: { readonly severity?: Severity; readonly all?: boolean },
): Promise<FindingView[]> {
  const states = filter.all === true ? ["open", "cleared"] : ["open"];
  const severities = filter.severity === undefined ? [...SEVERITIES] : [filter.severity];
  const now = context.clock.now();
  return await context.graph.read(async (tx) => {
    const rows = await listFindings.run(tx, { states, severities });
    const views = await describeRows(tx, rows.map(alertRowOf), now);
    const byId = new Map(views.map((view) => [view.alertId, view]));
    const holders = await namesOf(tx, rows);
    const agents = await describeAgents(tx, rows);
    return rows.map((row) => findingView(row, byId.get(row.id), { now, holders, agents }));
  });
}

function alertRowOf(row: FindingRow): AlertRow {
  return {
    alertId: row.id,
    kind: "opened",
    code: row.code,
    severity: row.severity,
    state: row.state,
    subjectKind: row.subjectKind,
    subjectKey: row.subjectKey,
    decisionClassId: row.decisionClassId,
    factsJson: JSON.stringify(row.facts),
    openedAt: row.openedAt,
    clearedAt: row.clearedAt,
  };
}

type Reader = Parameters<typeof namePeople.run>[0];

async function namesOf(
  tx: Reader,
  rows: readonly FindingRow[],
): Promise<ReadonlyMap<string, { name: string; address: string }>> {
  const ids = rows.flatMap((row) => [
    ...[row.facts["holderId"], row.facts["personId"]].filter((id) => typeof id === "string"),
    ...candidateIds(row),
  ]);
  const named = await namePeople.run(tx, { ids: [...new Set(ids)] });
  return new Map(named.map((row) => [row.id, row]));
}

function findingView(
  row: FindingRow,
  view: AlertView | undefined,
  frame: {
    readonly now: number;
    readonly holders: ReadonlyMap<string, { name: string; address: string }>;
    readonly agents: Parameters<typeof agentWords>[1];
  },
): FindingView {
  const said =
    driftWords(row, frame.holders) ??
    agentWords(row, frame.agents) ??
    disputeWords(row, frame.holders);
  const sentence =
    said?.sentence ??
    (view === undefined ? `${row.code} ${row.subjectKey}` : sentenceOf(view, frame.now, ZONE));
  const next = said?.next ?? (view === undefined ? null : (commandsOf(view)[0] ?? null));
  return {
    id: row.id,
    code: row.code,
    severity: row.severity,
    subject: { kind: row.subjectKind, key: row.subjectKey },
    sentence,
    next,
    openedAt: row.openedAt,
    clearedAt: row.clearedAt,
    lead: row.lead,
  };
}

/** Drift is settled by an edit of the document, at its line (G10). */
function driftWords(
  { code, facts }: FindingRow,
  people: ReadonlyMap<string, { name: string; address: string }>,
): { readonly sentence: string; readonly next: string } | null {
  if (code !== "REGISTRY_DRIFT") return null;
  const place = String(facts["place"] ?? "");
  const lines = String(facts["lines"] ?? "");
  const holder = typeof facts["holderId"] === "string" ? people.get(facts["holderId"]) : undefined;
  const names = `${place}  ${lines.split(",").join(" and ")} of ${String(facts["authorizationKey"] ?? "")} still ${lines.includes(",") ? "name" : "names"} somebody who no longer answers for it.`;
  if (facts["answering"] === 0)
    return {
      sentence: `${names} Nobody has taken over.`,
      next: `edit ${place}: name a new owner, or set status: retired`,
    };
  const [first, ...others] = lines.split(",");
  const settled = first === "owner" && holder !== undefined;
  const rest = others.length === 0 ? "" : `, and remove ${others.join(" and ")}`;
  const edit = settled ? `owner: ${holder.address}` : "remove the line";
  const sentence = `${names} ${holder === undefined ? "Whoever else it names does" : `${holder.name} does`}.`;
  return { sentence, next: `edit ${place}: ${edit}${rest}` };
}

const NOBODY_STANDS: readonly StandingName[] = ["orphaned", "lapsed", "suspended"];

/** Authorizations for which nobody stands, with who was asked. */
export async function orphans(context: Context): Promise<OrphanView[]> {
  return await context.graph.read(async (tx) => {
    const rows = await listOrphans.run(tx, { standings: [...NOBODY_STANDS] });
    const traces = rows.map((row) => traceOf(row.trace));
    const ids = traces.flatMap((trace) => trace.flatMap((entry) => entry.personId ?? []));
    const named = await namePeople.run(tx, { ids: [...new Set(ids)] });
    const names = new Map(named.map((row) => [row.id, { id: row.id, name: row.name }]));
    return rows.map((row, index) => ({
      key: row.key,
      agentId: row.agentId,
      agentTitle: row.agentTitle,
      decisionClassId: row.classId,
      decisionClassTitle: row.classTitle,
      standing: row.standing,
      since: row.since,
      lastOwner: row.lastOwner,
      asked: askedOf(traces[index] ?? [], names),
      lead: row.lead,
    }));
  });
}

/** Written by this service as JSON of `TraceEntry[]`. */
function traceOf(json: string | null): readonly TraceEntry[] {
  return json === null ? [] : (JSON.parse(json) as TraceEntry[]);
}

function askedOf(
  trace: readonly TraceEntry[],
  names: ReadonlyMap<string, PersonName>,
): DecisionLine["asked"] {
  return trace.map(({ step, personId, obstacles }) => ({
    step,
    obstacles,
    person: personId === null ? null : (names.get(personId) ?? { id: personId, name: personId }),
  }));
}
