import type { ManagedTransaction } from "neo4j-driver";
import { whoAuthorized } from "../graph/queries/history.js";
import { nameRuns } from "../graph/queries/runs.js";
import {
  type BeliefRow,
  findTeams,
  membersOfTeam,
  timelineOfAuthorization,
  timelineOfPerson,
  timelineOfTeam,
} from "../graph/queries/timeline.js";
import { personAsked } from "./answers.js";
import type { Context } from "./context.js";
import { exposuresOfAuthorization } from "./exposure.js";
import type { RunStamp, TimelineAnswer, TimelineEntry } from "./history-report.js";
import { foldBeliefs } from "./timeline-fold.js";

type Subject = TimelineAnswer["subject"];

/** Entries of one answer unless more are asked for. */
const USUAL = 50;

/**
 * The story of an authorization (`agent:class`), a team (its id, or `source/id`) or a person (address,
 * login or id) in two times: what was true from when to when, and when that became known.
 *
 * @param question limit: this many entries, the newest; older ones are left out and said to be
 * @throws CountersignError SUBJECT_UNKNOWN, SUBJECT_AMBIGUOUS
 */
export async function timeline(
  context: Context,
  question: { readonly subject: string; readonly limit?: number },
): Promise<TimelineAnswer> {
  const { graph } = context;
  const limit = question.limit ?? USUAL;
  const subject = await subjectOf(context, question.subject);
  const { entries, isCut } = await graph.read(async (tx) => {
    // One more than is shown tells whether there are more.
    const rows = await beliefsOf(tx, subject, limit + 1);
    const runs = await runsOf(tx, rows);
    const counted = subject.kind === "team" ? await membersOf(tx, subject.key, limit + 1) : [];
    return {
      entries: [...foldBeliefs(rows, runs), ...counted].toSorted(byTime),
      isCut: isFull(rows, limit) || counted.length > limit,
    };
  });
  const exposures =
    subject.kind === "authorization" ? await exposuresOfAuthorization(graph, subject.key) : [];
  return {
    subject,
    entries: entries.slice(-limit),
    more: isCut || entries.length > limit,
    limit,
    exposures,
  };
}

async function subjectOf(context: Context, asked: string): Promise<Subject> {
  const { graph, config } = context;
  const key = asked.replace(/\s+/, ":");
  const [right] = await graph.read((tx) => whoAuthorized.run(tx, { key }));
  if (right !== undefined) {
    const title = `${right.agent.title} may decide ${right.decisionClass.title}`;
    return { kind: "authorization", key, title };
  }
  const keys = [asked, ...config.sources.map((source) => `${source.id}/${asked}`)];
  const [team] = await graph.read((tx) => findTeams.run(tx, { keys }));
  if (team !== undefined) return { kind: "team", key: team.key, title: team.name };
  const person = await personAsked(context, asked);
  return { kind: "person", key: person.id, title: person.name };
}

async function beliefsOf(
  tx: ManagedTransaction,
  { kind, key }: Subject,
  limit: number,
): Promise<BeliefRow[]> {
  switch (kind) {
    case "authorization":
      return await timelineOfAuthorization.run(tx, { key, limit });
    case "person":
      return await timelineOfPerson.run(tx, { id: key, limit });
    case "team":
      return await timelineOfTeam.run(tx, { key, limit });
    default:
      return kind satisfies never;
  }
}

/** Whether some kind came to its limit: then older versions of it were left in the graph. */
function isFull(rows: readonly BeliefRow[], limit: number): boolean {
  const counts = new Map<string, number>();
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts.values()].some((count) => count > limit);
}

async function runsOf(
  tx: ManagedTransaction,
  rows: readonly BeliefRow[],
): Promise<Map<number, RunStamp>> {
  const numbers = new Set(
    rows.flatMap(({ recordedIn, supersededIn }) =>
      supersededIn === null ? [recordedIn] : [recordedIn, supersededIn],
    ),
  );
  const found = await nameRuns.run(tx, { numbers: [...numbers] });
  return new Map(found.map((run) => [run.number, run]));
}

async function membersOf(
  tx: ManagedTransaction,
  key: string,
  limit: number,
): Promise<TimelineEntry[]> {
  const days = await membersOfTeam.run(tx, { key, limit });
  let members = days[0]?.members ?? 0;
  return days.map(({ day, joined, left }) => {
    const after = members;
    members = after - joined + left;
    const moves = [joined > 0 ? `${joined} joined` : "", left > 0 ? `${left} left` : ""];
    return {
      kind: "members",
      sentence: `${moves.filter((one) => one !== "").join(", ")}: ${after} ${after === 1 ? "member" : "members"}`,
      from: day,
      to: day,
      knownIn: null,
      endKnownIn: null,
      believedUntil: null,
    };
  });
}

function byTime(a: TimelineEntry, b: TimelineEntry): number {
  return a.from - b.from || (a.knownIn?.number ?? 0) - (b.knownIn?.number ?? 0);
}
