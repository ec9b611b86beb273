import { batchesOf } from "../platform/batches.js";
import type { PersonFacts, PersonId, TeamFacts } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { Graph } from "./graph.js";
import {
  type AddressCandidate,
  readIncumbents,
  readPersons,
  readTeams,
  resolveAddresses,
} from "./queries/org-read.js";

/** Whom an address meant at an instant. */
export interface AddressQuestion {
  readonly address: string;
  /** The date it is asked for: who held it then? */
  readonly at: Instant;
}

/** `address@at`, the key of an answer. */
export function questionKey(question: AddressQuestion): string {
  return `${question.address}@${question.at}`;
}

/**
 * The organisation, a few records at a time. The graph answers for what is; a plan answers for what
 * would be (`sync/planned-org.ts`). Unknown ids are simply absent from the answer.
 */
export interface OrgReader {
  persons(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, PersonFacts>>;
  teams(keys: readonly string[]): Promise<ReadonlyMap<string, TeamFacts>>;
  incumbents(positionKeys: readonly string[]): Promise<ReadonlyMap<string, readonly PersonId[]>>;
  candidates(
    questions: readonly AddressQuestion[],
  ): Promise<ReadonlyMap<string, readonly AddressCandidate[]>>;
}

const BATCH = 2_000;

/** The organisation as the graph holds it now. */
export function graphOrg(graph: Graph): OrgReader {
  return {
    persons: async (ids) =>
      keyed(
        await inBatches(ids, (batch) => graph.read((tx) => readPersons.run(tx, { ids: batch }))),
        (row) => row.id,
      ),
    teams: async (keys) =>
      keyed(
        await inBatches(keys, (batch) => graph.read((tx) => readTeams.run(tx, { keys: batch }))),
        (row) => row.key,
      ),
    incumbents: async (keys) => {
      const rows = await inBatches(keys, (batch) =>
        graph.read((tx) => readIncumbents.run(tx, { keys: batch })),
      );
      return new Map(rows.map((row) => [row.key, row.personIds]));
    },
    candidates: async (questions) => {
      const rows = await inBatches(questions, (batch) =>
        graph.read((tx) => resolveAddresses.run(tx, { rows: batch })),
      );
      return new Map(rows.map((row) => [questionKey(row), row.candidates]));
    },
  };
}

async function inBatches<In, Out>(
  all: readonly In[],
  ask: (batch: In[]) => Promise<Out[]>,
): Promise<Out[]> {
  const answers: Out[] = [];
  for (const batch of batchesOf(all, BATCH)) answers.push(...(await ask(batch)));
  return answers;
}

function keyed<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row> {
  return new Map(rows.map((row) => [keyOf(row), row]));
}
