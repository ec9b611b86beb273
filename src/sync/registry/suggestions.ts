import type { Graph } from "../../graph/graph.js";
import { similarAddresses } from "../../graph/queries/org-read.js";
import type { Problem } from "../../platform/problem.js";
import { nearest } from "../../platform/nearest.js";
import { didYouMean } from "../../sources/registry/suggest.js";

/** Looked up for this many problems at most: a registry without its people has one cause, not thousands. */
const LOOKED_UP = 50;
const PREFIX = 3;
/** A slip may be among the first letters: then only names of the same domain are compared. */
const SHORTER = [2, 1];

/** Addresses that begin so, a few of them. */
export type AddressesLike = (prefix: string) => Promise<readonly string[]>;

/** The addresses that the graph knows. */
export function addressesIn(graph: Graph): AddressesLike {
  return async (prefix) =>
    (await graph.read((tx) => similarAddresses.run(tx, { prefix }))).map((row) => row.address);
}

/** Adds "Did you mean" to unknown people: the nearest address that somebody has. */
export async function withSuggestions(
  addressesLike: AddressesLike,
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
    const hint = await hintFor(address, addressesLike);
    result.push({ ...problem, sentence: `${problem.sentence}${hint}` });
  }
  return result;
}

async function hintFor(address: string, addressesLike: AddressesLike): Promise<string> {
  const hint = didYouMean(address, await addressesLike(address.slice(0, PREFIX)));
  if (hint !== "") return hint;
  const [name = "", domain] = address.split("@");
  for (const letters of SHORTER) {
    const like = await addressesLike(name.slice(0, letters));
    const names = like.map((one) => one.split("@")).filter((one) => one[1] === domain);
    const near = nearest(
      name,
      names.map((one) => one[0] ?? ""),
    );
    if (near !== null) {
      return didYouMean(address, [domain === undefined ? near : `${near}@${domain}`]);
    }
  }
  return "";
}
