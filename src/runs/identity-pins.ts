import type { ManagedTransaction } from "neo4j-driver";
import { z } from "zod";
import type { PersonId } from "../domain/person.js";
import type { RunWriter } from "../graph/graph.js";
import { readPins, writePins } from "../graph/queries/identity-acts.js";
import { canonicalJson } from "../platform/ids.js";

/** Pins that merges moved, so that exactly these come back; kept with their document. */
const movedPins = z.array(
  z.strictObject({ address: z.string(), from: z.string(), run: z.number() }),
);
const pinsOf = z.record(z.string(), z.string());

interface Way {
  readonly fromId: PersonId;
  readonly toId: PersonId;
  readonly sources: readonly string[];
}

/** Pins of the one record mean the other from now on. @returns the documents that had some */
export async function movePins(
  tx: ManagedTransaction,
  run: RunWriter,
  { fromId, toId, sources }: Way,
): Promise<string[]> {
  const rows = (await readPins.run(tx, { sources: [...sources], personId: fromId })).flatMap(
    (row) => {
      const pins = pinsOf.parse(JSON.parse(row.pins));
      const moving = Object.keys(pins).filter((address) => pins[address] === fromId);
      if (moving.length === 0) return [];
      const notes = moving.map((address) => ({ address, from: fromId, run: run.number }));
      return {
        key: row.key,
        pins: canonicalJson({ ...pins, ...Object.fromEntries(moving.map((one) => [one, toId])) }),
        moved: canonicalJson([...notesOf(row.moved), ...notes]),
      };
    },
  );
  if (rows.length > 0) await writePins.run(tx, { run: run.number, rows });
  return rows.map((row) => row.key);
}

/** Pins that the act `movedIn` moved mean whom they meant, unless the line was resolved anew since. */
export async function returnPins(
  tx: ManagedTransaction,
  run: RunWriter,
  { fromId, toId, sources, movedIn }: Way & { readonly movedIn: number },
): Promise<string[]> {
  const rows = (await readPins.run(tx, { sources: [...sources], personId: fromId })).flatMap(
    (row) => {
      const notes = notesOf(row.moved);
      const back = notes.filter((note) => note.run === movedIn && note.from === toId);
      if (back.length === 0) return [];
      const pins = pinsOf.parse(JSON.parse(row.pins));
      const returning = back.filter(({ address }) => pins[address] === fromId);
      const rest = notes.filter((note) => !back.includes(note));
      const restored = Object.fromEntries(returning.map(({ address }) => [address, toId]));
      return {
        key: row.key,
        pins: canonicalJson({ ...pins, ...restored }),
        moved: rest.length === 0 ? null : canonicalJson(rest),
      };
    },
  );
  if (rows.length > 0) await writePins.run(tx, { run: run.number, rows });
  return rows.map((row) => row.key);
}

function notesOf(moved: string | null): z.output<typeof movedPins> {
  return moved === null ? [] : movedPins.parse(JSON.parse(moved));
}
