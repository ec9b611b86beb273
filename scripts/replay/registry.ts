import type { Instant, LocalDate } from "../../src/domain/time.js";
import { dayOf } from "./months.js";
import { isOpenAt, type ApproverTenure, type History } from "./tenures.js";

/** One OWNERS file as it stood: what becomes one decision class and one authorization. */
export interface OwnersFile {
  readonly src: string;
  readonly path: string;
  readonly agentId: string;
  readonly classId: string;
  /** A file that vanished is retired and keeps the last lines it had. */
  readonly status: "active" | "retired";
  readonly approvers: readonly Approver[];
}

export interface Approver {
  readonly login: string;
  /** Day on which the line is dated: see `signedOn`. */
  readonly on: LocalDate;
}

/** Key of the authorization in the graph: `agent:decisionClass`. */
export function authorizationKeyOf(file: { readonly src: string; readonly path: string }): string {
  return `${agentIdOf(file.src)}:${classIdOf(file.src, file.path)}`;
}

/** One agent per repository: the robot that merges there. */
function agentIdOf(src: string): string {
  return `merge-robot/${src}`;
}

/** A repository and a path make an id that is as unique as they are. */
function classIdOf(src: string, path: string): string {
  return `${src}/${path}`;
}

/**
 * All OWNERS files that were listed at one of these month closings, as they stood at the last of them.
 * Nobody is left out: people who left and people nobody knows stay listed exactly as long as they were.
 *
 * @param closings every month closing of the replay so far, oldest first.
 */
export function ownersFilesAt(
  history: History,
  closings: readonly Instant[],
): readonly OwnersFile[] {
  const byFile = new Map<string, ApproverTenure[]>();
  for (const approver of history.approvers) {
    const key = `${approver.src}\n${approver.path}`;
    const known = byFile.get(key);
    if (known === undefined) byFile.set(key, [approver]);
    else known.push(approver);
  }
  const signedOn = signingRule(history);
  return [...byFile.values()].flatMap((rows) => {
    const lastSeenAt = closings.findLast((at) => rows.some((row) => isOpenAt(row, at)));
    return lastSeenAt === undefined
      ? []
      : [ownersFileOf(rows, { lastSeenAt, at: closings.at(-1) ?? lastSeenAt, signedOn })];
  });
}

type SigningRule = (approver: ApproverTenure) => LocalDate;

/**
 * An approver signed on the day on which they were listed. One exception: memberships were first
 * kept in a file at one instant, so of everybody in that first snapshot the true start is unknown;
 * "they signed before they joined" cannot be said of them. Their earlier lines are dated with the
 * first day of the record. Who demonstrably joined later keeps the day of the listing, and the
 * product has to refuse that signature.
 */
function signingRule(history: History): SigningRule {
  const recordBegins = Math.min(...history.members.map((member) => member.from));
  const inFirstSnapshot = new Set(
    history.members.filter(({ from }) => from === recordBegins).map(({ login }) => login),
  );
  return ({ login, from }) =>
    dayOf(inFirstSnapshot.has(login) ? Math.max(from, recordBegins) : from);
}

function ownersFileOf(
  rows: readonly ApproverTenure[],
  when: { readonly lastSeenAt: Instant; readonly at: Instant; readonly signedOn: SigningRule },
): OwnersFile {
  const lines = rows.filter((row) => isOpenAt(row, when.lastSeenAt)).toSorted(byLogin);
  const [first] = lines;
  if (first === undefined) throw new Error("an OWNERS file that was seen without a line");
  return {
    src: first.src,
    path: first.path,
    agentId: agentIdOf(first.src),
    classId: classIdOf(first.src, first.path),
    status: when.lastSeenAt === when.at ? "active" : "retired",
    approvers: lines.map((row) => ({ login: row.login, on: when.signedOn(row) })),
  };
}

function byLogin(a: ApproverTenure, b: ApproverTenure): number {
  return a.login < b.login ? -1 : a.login > b.login ? 1 : 0;
}
