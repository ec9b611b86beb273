import type { Graph } from "../../graph/graph.js";
import { similarAddresses } from "../../graph/queries/org-read.js";
import type { Problem } from "../../platform/problem.js";
import { didYouMean } from "../../sources/registry/suggest.js";

/** Looked up for this many problems at most: a registry without its people has one cause, not thousands. */
const LOOKED_UP = 50;
const PREFIX = 3;

/** Adds "Did you mean" to unknown people: the nearest address that somebody has. */
export async function withSuggestions(
  graph: Graph,
  problems: readonly Problem[],
): Promise<Problem[]> {
  let looked = 0;
  const result: Problem[] = [];
  for (const problem of problems) {
    const address = /"([^"]+)" is nobody we know/.exec(problem.sentence)?.[1];
    if (problem.rule !== "person-unknown" || address === undefined || looked >= LOOKED_UP) {
      result.push(problem);
      continue;
    }
    looked += 1;
    const prefix = address.slice(0, PREFIX);
    const known = await graph.read((tx) => similarAddresses.run(tx, { prefix }));
    const hint = didYouMean(
      address,
      known.map((row) => row.address),
    );
    result.push({ ...problem, sentence: `${problem.sentence}${hint}` });
  }
  return result;
}
