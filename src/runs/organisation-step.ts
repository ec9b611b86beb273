import type { Graph } from "../graph/graph.js";
import { batchesOf } from "../platform/batches.js";
import { type AccountChange, takesAwayAccess } from "../sync/account-change.js";
import { writeAccountChunk, writeGoneTeams, writeMembershipChunk } from "../sync/apply-accounts.js";
import {
  CHUNK,
  createReportingChunk,
  writeEmploymentChunk,
  writeTeamChunk,
} from "../sync/apply-organisation.js";
import type { CorrelatorFrame } from "../sync/correlator.js";
import type { TeamChange } from "../sync/diff.js";
import { type EmploymentChange, takesAway } from "../sync/employment-change.js";
import type { MembershipChange } from "../sync/memberships.js";
import { type SourceRead, isCertified } from "../sync/read-source.js";
import type { Collector } from "./collect.js";
import type { Progress } from "./read-step.js";
import type { Run } from "./run.js";

/** Changes that may be applied, with how many were left out for want of a certificate (I5). */
export interface Additive<Change> {
  readonly changes: readonly Change[];
  readonly withheld: number;
}

/** Of an uncertified read only what takes nothing away from anybody. */
export function additiveEmployments(
  read: SourceRead,
  changes: readonly EmploymentChange[],
): Additive<EmploymentChange> {
  if (isCertified(read, "employments")) return { changes, withheld: 0 };
  const kept = changes.filter((change) => !takesAway(change));
  return { changes: kept, withheld: changes.length - kept.length };
}

/** The same for teams: known ones stay as they are. */
export function additiveTeams(read: SourceRead): Additive<TeamChange> {
  if (isCertified(read, "teams")) return { changes: read.teams, withheld: 0 };
  const kept = read.teams.filter((change) => change.before === null);
  return { changes: kept, withheld: read.teams.length - kept.length };
}

/** The same for logins: none closes, none loses what it is known by. */
export function additiveAccounts(
  read: SourceRead,
  changes: readonly AccountChange[],
): Additive<AccountChange> {
  if (isCertified(read, "accounts")) return { changes, withheld: 0 };
  const kept = changes.filter((change) => !takesAwayAccess(change));
  return { changes: kept, withheld: changes.length - kept.length };
}

/** The same for memberships: none ends. */
export function additiveMemberships(
  read: SourceRead,
  changes: readonly MembershipChange[],
): Additive<MembershipChange> {
  if (isCertified(read, "members")) return { changes, withheld: 0 };
  const kept = changes.filter((change) => change.kind === "begin");
  return { changes: kept, withheld: changes.length - kept.length };
}

/** Writes people, logins and teams of a read in bounded transactions; returns how many changes were withheld. */
export async function applyOrganisation(
  run: Run,
  read: SourceRead,
  step: LoginStep & { readonly onProgress: ((progress: Progress) => void) | undefined },
): Promise<number> {
  const { organisation } = step.collector;
  let withheld = 0;
  let done = 0;
  for await (const chunk of read.employments.chunks(CHUNK)) {
    const additive = additiveEmployments(read, chunk);
    withheld += additive.withheld;
    done += chunk.length;
    if (additive.changes.length > 0) {
      await writeEmploymentChunk(run, additive.changes);
      organisation.employments(additive.changes, run.at);
    }
    step.onProgress?.({
      source: read.source,
      phase: "apply",
      done,
      of: read.employments.count,
    });
  }
  for await (const chunk of read.employments.chunks(CHUNK)) {
    await createReportingChunk(run, additiveEmployments(read, chunk).changes);
  }
  const teams = additiveTeams(read);
  organisation.teams(teams.changes);
  for (const chunk of batchesOf(teams.changes, CHUNK)) await writeTeamChunk(run, chunk);
  organisation.goneTeams(read.goneTeams);
  await writeGoneTeams(
    run,
    read.goneTeams.map((team) => team.key),
  );
  return withheld + teams.withheld + (await applyLogins(run, read, step));
}

interface LoginStep {
  readonly collector: Collector;
  readonly logins: { readonly graph: Graph; readonly frame: CorrelatorFrame };
}

/** Writes logins and memberships; returns how many changes were withheld. */
async function applyLogins(
  run: Run,
  read: SourceRead,
  { collector, logins }: LoginStep,
): Promise<number> {
  const { organisation } = collector;
  let withheld = 0;
  for await (const chunk of read.accounts.chunks(CHUNK)) {
    const additive = additiveAccounts(read, chunk);
    withheld += additive.withheld;
    organisation.accounts(additive.changes);
    if (additive.changes.length > 0) await writeAccountChunk(run, additive.changes, logins);
  }
  for await (const chunk of read.memberships.chunks(CHUNK)) {
    const additive = additiveMemberships(read, chunk);
    withheld += additive.withheld;
    organisation.memberships(additive.changes);
    if (additive.changes.length > 0) await writeMembershipChunk(run, read.source, additive.changes);
  }
  return withheld;
}
