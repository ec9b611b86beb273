import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Instant } from "../../src/domain/time.js";
import { fixedClock } from "../../src/platform/clock.js";
import type { Context } from "../../src/runs/context.js";
import type { SyncReport } from "../../src/runs/report.js";
import { closeContext, openContext, sync, withClock } from "../../src/runs/use-cases.js";
import { registryFiles } from "./documents.js";
import { emptyFolder, writeChanged, type Folder } from "./folder.js";
import { viewGraph, type GraphView } from "./graph-view.js";
import type { Ground } from "./ground.js";
import { type HeldMonth, heldIn, release } from "./held-month.js";
import { judge, type RefusedLine } from "./judge.js";
import { startOf, type Month } from "./months.js";
import {
  departuresIn,
  grantsOutlivingMembership,
  membershipOf,
  type Membership,
  type OutlivingGrant,
} from "./oracle.js";
import { employmentsAt, peopleCsv, teamsAt, teamsCsv, type EmploymentRow } from "./organisation.js";
import { ownersFilesAt, type OwnersFile } from "./registry.js";
import type { MonthResult } from "./summary.js";
import { isOpenAt, type History } from "./tenures.js";

export interface ReplayTask {
  readonly history: History;
  readonly months: readonly Month[];
  readonly ground: Ground;
  /** Told one line a month. */
  readonly log: (line: string) => void;
}

/** What is the same in every month. */
interface Stage extends ReplayTask {
  readonly context: Awaited<ReturnType<typeof openContext>>;
  readonly hr: Folder;
  readonly registry: Folder;
  readonly membership: Membership;
  readonly outliving: ReadonlyMap<string, readonly OutlivingGrant[]>;
}

const CONFIG = `organisation: Kubernetes
sources:
  - { id: hr, type: hr-files, folder: hr, zone: UTC }
  - { id: registry, type: registry, folder: registry, organisation: hr }
`;

/**
 * Lives the months one after the other: writes the files as they stood when the month closed, runs
 * the real sync with that clock, and holds the graph against the raw history. Everything about every
 * month goes to `months.jsonl` in the replay's folder, for whoever has to explain a number.
 */
export async function replay(task: ReplayTask): Promise<readonly MonthResult[]> {
  const { ground, history, months } = task;
  const hr = emptyFolder(join(ground.folder, "hr"));
  const registry = emptyFolder(join(ground.folder, "registry"));
  const configPath = join(ground.folder, "countersign.yaml");
  writeFileSync(configPath, CONFIG);
  const context = await openContext({ configPath, env: ground.env });
  const stage: Stage = {
    ...task,
    context,
    hr,
    registry,
    membership: membershipOf(history.members),
    outliving: grantsOutlivingMembership(history, months),
  };
  const results: MonthResult[] = [];
  try {
    let before: GraphView | null = null;
    for (const index of months.keys()) {
      const lived = await liveMonth(stage, index, before);
      before = lived.view;
      results.push(lived.result);
      appendFileSync(join(ground.folder, "months.jsonl"), `${JSON.stringify(lived.result)}\n`);
      task.log(progressLine(lived.result));
    }
  } finally {
    await closeContext(context);
  }
  return results;
}

async function liveMonth(
  stage: Stage,
  index: number,
  before: GraphView | null,
): Promise<{ readonly view: GraphView; readonly result: MonthResult }> {
  const { history, membership, months } = stage;
  const lived = months.slice(0, index + 1);
  const month = lived.at(-1);
  if (month === undefined) throw new Error(`there is no month ${String(index)}`);
  const { closesAt } = month;
  const previousClosing = months[index - 1]?.closesAt ?? null;
  const began = performance.now();
  const files = ownersFilesAt(
    history,
    lived.map((one) => one.closesAt),
  );
  const employments = employmentsAt(history.members, closesAt);
  writeMonth(stage, { files, employments, at: closesAt });
  const at = withClock(stage.context, fixedClock(closesAt));
  const first = await sync(at, { plan: false });
  assertRead(first, month);
  const members = employments.filter((one) => one.endDate === null).map((one) => one.workerId);
  const { report, held } = await releaseHeld(at, { first, members, month });
  const refused = refusedLines(report);
  const view = await viewGraph(stage.ground.driver, before?.lastRun ?? 0);
  const result: MonthResult = {
    month: month.name,
    people: new Set(employments.map(({ workerId }) => workerId)).size,
    members: history.members.filter((member) => isOpenAt(member, closesAt)).length,
    departures: departuresIn(history.members, {
      after: previousClosing ?? startOf(month),
      closesAt,
    }).length,
    ownersFiles: files.length,
    standings: view.standings,
    verdict: judge({
      month,
      previousClosing,
      membership,
      grants: stage.outliving.get(month.name) ?? [],
      files,
      refused,
      ownersBefore: before?.owners ?? new Set(),
      view,
    }),
    refused,
    held,
    seconds: (performance.now() - began) / 1000,
  };
  return { view, result };
}

/** Plans of one month at most: the registry of the month may change what a plan of its people means. */
const RELEASES = 3;

/** Has what is held approved and applied; the first plan of the month is the one that is told. */
async function releaseHeld(
  at: Context,
  of: {
    readonly first: SyncReport;
    readonly members: readonly string[];
    readonly month: Month;
  },
): Promise<{ readonly report: SyncReport; readonly held: HeldMonth | null }> {
  let report = of.first;
  let held: HeldMonth | null = null;
  for (let plan = heldIn(report), round = 0; plan !== null; plan = heldIn(report), round += 1) {
    if (round === RELEASES) throw new Error(`${of.month.name}: what is released is held again`);
    const released = await release(at, plan, of.members);
    held ??= released;
    report = await sync(at, { plan: false });
  }
  return { report, held };
}

interface MonthInput {
  readonly files: readonly OwnersFile[];
  readonly employments: readonly EmploymentRow[];
  readonly at: Instant;
}

function writeMonth(
  { hr, registry, history }: Stage,
  { files, employments, at }: MonthInput,
): void {
  writeChanged(
    hr,
    new Map([
      ["people.csv", peopleCsv(employments)],
      ["teams.csv", teamsCsv(teamsAt(history.leads, at))],
    ]),
  );
  writeChanged(registry, registryFiles(files));
}

/** A month that was not read whole proves nothing. */
function assertRead({ sources }: SyncReport, month: Month): void {
  for (const { source, status, failure, certificates } of sources) {
    if (status === "complete") continue;
    const why = failure?.message ?? certificates.map(({ reason }) => reason ?? "").join(" ");
    throw new Error(`${month.name}: source ${source} is ${status}. ${why}`);
  }
}

/**
 * What the sync refused, each line once however often it is said again: rule, file, kind of line and
 * the address it names (sentences also carry dates, and those move on).
 */
function refusedLines({ sources }: SyncReport): readonly RefusedLine[] {
  return sources.flatMap(({ problems }) =>
    problems.map(({ rule, place, sentence }) => ({
      rule,
      file: place.file,
      isSignature: sentence.startsWith("signed"),
      address: /"([^"]+)"/.exec(sentence)?.[1]?.toLowerCase() ?? null,
    })),
  );
}

function progressLine(result: MonthResult): string {
  const { month, members, ownersFiles, verdict, held, seconds } = result;
  const { handled, outliving } = verdict;
  const waited =
    held === null
      ? ""
      : `\n         held as ${held.plan}: ${held.meaning}; because ${held.because.join("; ")}; approved by ${held.approvedBy}`;
  return `${month}  ${String(members)} members, ${String(ownersFiles)} OWNERS files, ${String(handled)} of ${String(outliving)} outliving grants released, ${seconds.toFixed(1)} s, ${rssMb()} MB${waited}`;
}

function rssMb(): string {
  return (process.memoryUsage().rss / 2 ** 20).toFixed(0);
}
