import { z } from "zod";

const instant = z.number().int();

/** What one scope of a sweep has come to. */
const tallySchema = z.strictObject({
  count: z.number().int().min(0),
  /** Why it is not complete; null: it is, so far. */
  reason: z.string().nullable(),
});
export type Tally = z.infer<typeof tallySchema>;

/** Where a list is read on. */
const walkSchema = z.strictObject({
  /** Null: from its beginning. */
  after: z.string().nullable(),
  /** It was begun anew once already, because a next link was refused (F4). */
  restarted: z.boolean(),
});
export type Walk = z.infer<typeof walkSchema>;

export const START: Walk = { after: null, restarted: false };

/** What a sweep reads, in this order. `done`: nothing is left. */
const stageSchema = z.enum(["accounts", "groups", "members", "agents", "done"]);
export type Stage = z.infer<typeof stageSchema>;

/** Everything a sweep has to know to go on after any of its pages, in this process or another. */
const sweepSchema = z.strictObject({
  version: z.literal(1),
  /** `OktaSettings.generation`: another config begins anew. */
  generation: z.string(),
  tenant: z.string(),
  /** The instant of the read that began it; the same for all its pages. */
  startedAt: instant,
  /** The org's clock when it began: the log is read from here next time. */
  logFrom: instant,
  stage: stageSchema,
  walk: walkSchema,
  /** The group whose members are being read; null: the first one of the page. */
  group: z.strictObject({ id: z.string(), walk: walkSchema }).nullable(),
  tallies: z.strictObject({
    accounts: tallySchema,
    managers: tallySchema,
    teams: tallySchema,
    members: tallySchema,
    agents: tallySchema,
  }),
  /** Groups whose members could not be read completely. */
  failedGroups: z.array(z.strictObject({ id: z.string(), reason: z.string() })),
  /** Something failed that may succeed without anybody doing anything: the next read sweeps again. */
  passing: z.boolean(),
  remarks: z.array(z.string()),
});
export type SweepState = z.infer<typeof sweepSchema>;

/** Where the next read goes on: with the changes since, or with a sweep. */
const cursorSchema = z.strictObject({
  version: z.literal(1),
  generation: z.string(),
  tenant: z.string(),
  /** The instant of the last sweep. */
  sweptAt: instant,
  /** Up to when the system log was read, by the org's clock. */
  logUntil: instant,
  /** Events of the overlap that were followed already. */
  seen: z.array(z.string()),
  /** Why agents are not read yet; null: they are. They are few, and asked for again by every read until then. */
  agentsUnread: z.string().nullable().default(null),
});
export type OktaCursor = z.infer<typeof cursorSchema>;

/** Null for none, and for one that this version has not written: then everything is read. */
export function readCursor(text: string | null): OktaCursor | null {
  return parsed(cursorSchema, text);
}

/** Null for none, and for one that this version has not written: then the sweep begins anew. */
export function readResume(text: string | null | undefined): SweepState | null {
  return parsed(sweepSchema, text ?? null);
}

export function writeState(state: SweepState | OktaCursor): string {
  return JSON.stringify(state);
}

function parsed<T>(schema: z.ZodType<T>, text: string | null): T | null {
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const EMPTY: Tally = { count: 0, reason: null };

/** A sweep that has read nothing yet. */
export function newSweep(
  facts: Pick<SweepState, "generation" | "tenant" | "startedAt" | "logFrom">,
): SweepState {
  return {
    version: 1,
    ...facts,
    stage: "accounts",
    walk: START,
    group: null,
    tallies: { accounts: EMPTY, managers: EMPTY, teams: EMPTY, members: EMPTY, agents: EMPTY },
    failedGroups: [],
    passing: false,
    remarks: [],
  };
}
