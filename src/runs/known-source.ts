import { z } from "zod";
import type { Graph, RunWriter } from "../graph/graph.js";
import { forgetDigests, readSource } from "../graph/queries/runs.js";
import type { Checkpoint } from "../sync/read-options.js";
import type { SourceRead } from "../sync/read-source.js";

const countsJson = z.record(z.string(), z.number());
const scopesJson = z.record(z.string(), z.string());

/** What is on record of a source from its last applied read. Null: the next sync of it is a baseline. */
export async function knownSource(graph: Graph, source: string): Promise<Checkpoint | null> {
  const [row] = await graph.read((tx) => readSource.run(tx, { source }));
  if (row === undefined) return null;
  const {
    cursor,
    tenant,
    precedence,
    unbelieved,
    keyFill,
    scopes,
    counts,
    readDigest: whole,
  } = row;
  const { employmentDigests: employments, accountDigests: accounts } = row;
  const { membershipDigests: memberships } = row;
  const known = employments !== null && accounts !== null && memberships !== null;
  return {
    cursor,
    tenant,
    precedence,
    unbelieved,
    keyFill,
    scopes: scopes === null ? {} : scopesJson.parse(JSON.parse(scopes)),
    counts: counts === null ? {} : countsJson.parse(JSON.parse(counts)),
    digests: known ? { whole, employments, accounts, memberships } : null,
  };
}

/**
 * Before anything of a read is written, the digests of the last one are forgotten: they are stored again
 * when all of it was applied, so that a crash in between makes the next read compare everything.
 */
export async function beginApplying(run: RunWriter, read: SourceRead): Promise<void> {
  const { employments, accounts, memberships, teams, goneTeams } = read;
  const records = employments.count + accounts.count + memberships.count;
  if (records + teams.length + goneTeams.length === 0) return;
  await run.write("record", (tx) => forgetDigests.run(tx, { source: read.source }));
}
