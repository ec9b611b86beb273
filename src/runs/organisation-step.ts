import { batchesOf } from "../platform/batches.js";
import { CHUNK, writeEmploymentChunk, writeTeamChunk } from "../sync/apply-organisation.js";
import type { TeamChange } from "../sync/diff.js";
import { type EmploymentChange, takesAway } from "../sync/employment-change.js";
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

/** Writes people and teams of a read in bounded transactions; returns how many changes were withheld. */
export async function applyOrganisation(
  run: Run,
  read: SourceRead,
  step: {
    readonly collector: Collector;
    readonly onProgress: ((progress: Progress) => void) | undefined;
  },
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
  const teams = additiveTeams(read);
  organisation.teams(teams.changes);
  for (const chunk of batchesOf(teams.changes, CHUNK)) await writeTeamChunk(run, chunk);
  return withheld + teams.withheld;
}
