import { performance } from "node:perf_hooks";
import type { Driver } from "neo4j-driver";
import { Graph } from "../../src/graph/graph.js";
import { readPersons } from "../../src/graph/queries/org-read.js";
import { lineOfPerson, whoAuthorized } from "../../src/graph/queries/history.js";
import { dbHits } from "./hits.js";
import type { Aged } from "./versions.js";

/** One question about now, of a graph without history and of one with it. */
export interface Question {
  readonly name: string;
  readonly text: string;
  readonly params: (of: Aged) => Readonly<Record<string, unknown>>;
  readonly ask: (graph: Graph, of: Aged) => Promise<unknown>;
}

/** Who authorized it, what `chain` says of now, and everything continuity asks about a person. */
export const QUESTIONS: readonly Question[] = [
  {
    name: "who",
    text: whoAuthorized.text,
    params: ({ key }) => ({ key }),
    ask: (graph, { key }) => graph.read((tx) => whoAuthorized.run(tx, { key })),
  },
  {
    name: "chain",
    text: lineOfPerson.text,
    params: ({ personId }) => ({ id: personId }),
    ask: (graph, { personId }) => graph.read((tx) => lineOfPerson.run(tx, { id: personId })),
  },
  {
    name: "reporting line, teams and seats",
    text: readPersons.text,
    params: ({ personId }) => ({ ids: [personId] }),
    ask: (graph, { personId }) => graph.read((tx) => readPersons.run(tx, { ids: [personId] })),
  },
];

export interface Measured {
  readonly name: string;
  readonly hits: readonly [young: number, aged: number, old: number];
  /** Median milliseconds, asked in turns. */
  readonly ms: readonly [young: number, aged: number];
}

/** Asks both in turns, so that whatever else the machine does strikes both. */
export async function measure(
  driver: Driver,
  question: Question,
  of: { readonly young: Aged; readonly aged: Aged; readonly old: Aged; readonly times: number },
): Promise<Measured> {
  const { young, aged, old, times } = of;
  const graph = new Graph(driver);
  const took: { readonly young: number[]; readonly aged: number[] } = { young: [], aged: [] };
  const warmUp = Math.ceil(times / 4);
  for (let turn = 0; turn < times + warmUp; turn += 1) {
    const pair = {
      young: await timed(question, graph, young),
      aged: await timed(question, graph, aged),
    };
    if (turn < warmUp) continue;
    took.young.push(pair.young);
    took.aged.push(pair.aged);
  }
  const { name, text, params } = question;
  return {
    name,
    hits: [
      await dbHits(driver, text, params(young)),
      await dbHits(driver, text, params(aged)),
      await dbHits(driver, text, params(old)),
    ],
    ms: [median(took.young), median(took.aged)],
  };
}

async function timed(question: Question, graph: Graph, of: Aged): Promise<number> {
  const begin = performance.now();
  await question.ask(graph, of);
  return performance.now() - begin;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
