import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { batchesOf } from "../platform/batches.js";
import { inLanes } from "../platform/lanes.js";
import { NOTHING_ABSENT } from "../sync/absence.js";
import { writeAbsence } from "../sync/apply-absence.js";
import { writeAccountChunk, writeGoneTeams, writeMembershipChunk } from "../sync/apply-accounts.js";
import {
  CHUNK,
  createReportingChunk,
  writeEmploymentChunk,
  writeTeamChunk,
} from "../sync/apply-organisation.js";
import type { CorrelatorFrame } from "../sync/correlator.js";
import type { EmploymentChange } from "../sync/employment-change.js";
import type { SourceRead } from "../sync/read-source.js";
import type { Admittance } from "./admission.js";
import type { Collector } from "./collect.js";
import type { Progress } from "./read-step.js";
import type { Run } from "./run.js";

/** What is applied of a read, and to whom it is told. */
interface Step {
  readonly read: SourceRead;
  readonly admitted: Admittance;
  readonly collector: Collector;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  /** What deciding whose a new login is needs. */
  readonly logins: { readonly graph: Graph; readonly frame: CorrelatorFrame };
}

/** Writes people, logins and teams of a read in bounded transactions; returns how many changes were withheld. */
export async function applyOrganisation(run: Run, step: Step): Promise<number> {
  const { read, admitted } = step;
  const people = await applyPeople(run, step);
  const teams = await applyTeams(run, step);
  const logins = await applyLogins(run, step);
  if (admitted.isOpen) {
    const marked = { ...NOTHING_ABSENT, teams: admitted.candidateTeams() };
    await writeAbsence(run, { marked, cleared: read.returned });
  }
  return people + teams + logins;
}

/** Chunks written at the same time: while one commits the next is prepared and looked up. */
const LANES = 2;

/**
 * What is over is written when everything else is: where a run dies in between, nobody is gone because one
 * record of theirs has ended and the one that follows it was still to be written (F20).
 */
async function applyPeople(run: Run, step: Step): Promise<number> {
  const { read, admitted, onProgress } = step;
  const { organisation } = step.collector;
  let [withheld, done, over] = [0, 0, 0];
  await inLanes(read.employments.chunks(CHUNK), LANES, async (chunk) => {
    const { changes, ...rest } = admitted.employments(chunk);
    const standing = changes.filter((change) => !isOver(change, run.at));
    withheld += rest.withheld;
    over += changes.length - standing.length;
    if (standing.length > 0) await writeEmploymentChunk(run, standing);
    organisation.employments(changes, run.at);
    const marked = { ...NOTHING_ABSENT, employments: admitted.candidates(chunk) };
    await writeAbsence(run, { marked, cleared: NOTHING_ABSENT });
    done += chunk.length;
    onProgress?.({ source: read.source, phase: "apply", done, of: read.employments.count });
  });
  await inLanes(over === 0 ? [] : read.employments.chunks(CHUNK), LANES, async (chunk) => {
    const ended = admitted.employments(chunk).changes.filter((change) => isOver(change, run.at));
    if (ended.length > 0) await writeEmploymentChunk(run, ended);
  });
  await inLanes(read.employments.chunks(CHUNK), LANES, async (chunk) => {
    const { changes } = admitted.employments(chunk);
    const standing = changes.filter((change) => !isOver(change, run.at));
    await createReportingChunk(run, standing);
  });
  return withheld;
}

function isOver({ claims }: EmploymentChange, at: Instant): boolean {
  return claims.endsAt !== null && claims.endsAt <= at;
}

async function applyTeams(run: Run, { admitted, collector }: Step): Promise<number> {
  const { organisation } = collector;
  const teams = admitted.teams();
  organisation.teams(teams.changes);
  for (const chunk of batchesOf(teams.changes, CHUNK)) await writeTeamChunk(run, chunk);
  const gone = admitted.goneTeams();
  organisation.goneTeams(gone.changes);
  await writeGoneTeams(
    run,
    gone.changes.map((team) => team.key),
  );
  return teams.withheld + gone.withheld;
}

/** Writes logins and memberships; returns how many changes were withheld. */
async function applyLogins(run: Run, step: Step): Promise<number> {
  const { read, admitted, logins } = step;
  const { organisation } = step.collector;
  let withheld = 0;
  await inLanes(read.accounts.chunks(CHUNK), LANES, async (chunk) => {
    const { changes, ...rest } = admitted.accounts(chunk);
    withheld += rest.withheld;
    organisation.accounts(changes);
    if (changes.length > 0) await writeAccountChunk(run, changes, logins);
    const marked = { ...NOTHING_ABSENT, accounts: admitted.candidates(chunk) };
    await writeAbsence(run, { marked, cleared: NOTHING_ABSENT });
  });
  await inLanes(read.memberships.chunks(CHUNK), LANES, async (chunk) => {
    const { changes, ...rest } = admitted.memberships(chunk);
    withheld += rest.withheld;
    organisation.memberships(changes);
    if (changes.length > 0) await writeMembershipChunk(run, read.source, changes);
  });
  return withheld;
}
