import { readFileSync } from "node:fs";
import { join } from "node:path";
import neo4j, { type ManagedTransaction } from "neo4j-driver";
import type { z } from "zod";
import { CountersignError } from "../platform/errors.js";
import { packageRoot } from "../platform/package-root.js";

type Access = "read" | "write";

/** A statement of `cypher/` with the contract that both sides hold it to. */
export interface Query<Params extends z.ZodType, Row extends z.ZodType> {
  readonly file: string;
  readonly access: Access;
  readonly text: string;
  readonly params: Params;
  readonly row: Row;
  /** Runs the statement in a transaction; parameters and rows are checked against the contract. */
  run(tx: ManagedTransaction, params: z.input<Params>): Promise<z.output<Row>[]>;
  /** The same, left out of the tally: what a transaction needs for its own safety (its lease). */
  uncounted(tx: ManagedTransaction, params: z.input<Params>): Promise<z.output<Row>[]>;
}

/** Adds up what the server says it wrote: what "nothing was written" is proved with. */
export class WriteTally {
  #total = 0;

  add(writes: number): void {
    this.#total += writes;
  }

  get total(): number {
    return this.#total;
  }
}

const tallies = new WeakMap<ManagedTransaction, WriteTally>();

/** From now on everything written in this transaction is added to the tally. */
export function tallyWrites(tx: ManagedTransaction, tally: WriteTally): void {
  tallies.set(tx, tally);
}

/** What was written in this transaction so far, left out what is uncounted. */
export function writtenIn(tx: ManagedTransaction): number {
  return tallies.get(tx)?.total ?? 0;
}

/** Adds what the work writes in this transaction to another tally than the rest of it. */
export async function talliedApart<T>(
  tx: ManagedTransaction,
  apart: WriteTally,
  work: () => Promise<T>,
): Promise<T> {
  const before = tallies.get(tx);
  tallies.set(tx, apart);
  const result = await work();
  if (before === undefined) tallies.delete(tx);
  else tallies.set(tx, before);
  return result;
}

/**
 * Ties one file of `cypher/` to its parameters and rows.
 *
 * @throws CountersignError CONTRACT_BROKEN when parameters or a row do not fit: a bug, or a database
 * that something else has written to.
 */
export function defineQuery<Params extends z.ZodType, Row extends z.ZodType>(contract: {
  readonly file: string;
  readonly access: Access;
  readonly params: Params;
  readonly row: Row;
}): Query<Params, Row> {
  const text = readFileSync(join(packageRoot(), "cypher", contract.file), "utf8");
  const execute = async (tx: ManagedTransaction, params: z.input<Params>) => {
    const checked = check(contract.params, params, `parameters of cypher/${contract.file}`);
    const result = await tx.run(text, withIntegers(checked));
    const counts = Object.values(result.summary.counters.updates());
    return {
      rows: result.records.map((record) =>
        check(contract.row, record.toObject(), `row of cypher/${contract.file}`),
      ),
      updates: counts.reduce((sum, count) => sum + count, 0),
    };
  };
  return {
    ...contract,
    text,
    async run(tx, params) {
      const { rows, updates } = await execute(tx, params);
      tallies.get(tx)?.add(updates);
      return rows;
    },
    async uncounted(tx, params) {
      return (await execute(tx, params)).rows;
    },
  };
}

function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CountersignError({
    code: "CONTRACT_BROKEN",
    message: `The ${what} break its contract: ${parsed.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join(".")} ${issue.message}`)
      .join("; ")}.`,
    next: "This is a defect of Countersign, or something else writes to its database.",
  });
}

/**
 * The driver sends JS numbers as floats; whole numbers are meant as integers everywhere here. What holds
 * no number is handed on as it is: rows of a first load are many.
 */
function withIntegers(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? neo4j.int(value) : value;
  if (value === null || typeof value !== "object" || neo4j.isDateTime(value)) return value;
  return Array.isArray(value) ? listWithIntegers(value) : mapWithIntegers(value);
}

function listWithIntegers(list: readonly unknown[]): readonly unknown[] {
  let changed: unknown[] | null = null;
  for (const [index, member] of list.entries()) {
    const meant = withIntegers(member);
    if (meant === member) continue;
    changed ??= [...list];
    changed[index] = meant;
  }
  return changed ?? list;
}

function mapWithIntegers(map: object): object {
  let changed: Record<string, unknown> | null = null;
  for (const [key, member] of Object.entries(map)) {
    const meant = withIntegers(member);
    if (meant === member) continue;
    changed ??= { ...map };
    changed[key] = meant;
  }
  return changed ?? map;
}
