import { z } from "zod";
import { DAY_MS, type Instant } from "../../domain/time.js";

/** What a read has come to, in JSON that its pages carry: an interrupted one goes on from there. */

const count = z.number().int().min(0);

/** A delta round, of users or of groups. */
const round = {
  basis: z.enum(["sweep", "changes"]),
  /** Where it goes on; null: at its start. */
  link: z.string().nullable(),
  /** How much is asked for: an index into USER_ASKS or GROUP_ASKS. */
  level: count,
  /** It had to begin anew once: the directory had forgotten its place (F7). */
  restarted: z.boolean(),
  count,
  /** Users with a manager; members of groups. */
  related: count,
  /** From its last page. */
  deltaLink: z.string().nullable(),
  /** Why it is not complete. */
  failed: z.string().nullable(),
  /** What it was told cannot be settled from a round of changes: the next read is a full one. */
  sweepNext: z.boolean(),
};

const stateSchema = z.strictObject({
  version: z.literal(1),
  asked: z.string(),
  stage: z.enum(["users", "deletedUsers", "groups", "agents", "principals", "done"]),
  /** The last page of the stage was told: only its end is left. */
  ended: z.boolean(),
  users: z.strictObject({
    ...round,
    /** Told in a way that contradicts a point read: the next read asks again (F15). */
    recheck: z.array(z.string()),
  }),
  groups: z.strictObject({
    ...round,
    /** Group → its members of whom it was told both, or whose loss a full read cannot tell. */
    recheck: z.record(z.string(), z.array(z.string())),
    /** Groups whose members were not all to be read. */
    unread: z.array(z.string()),
    /** The last one of a full read: its other members may stand on the next page. */
    last: z.string().nullable(),
    /** The directory does not let the app read owners. */
    ownersRefused: z.boolean(),
  }),
  agents: z.strictObject({ link: z.string().nullable(), count, failed: z.string().nullable() }),
  /** Observations and quarantined records so far. */
  told: count,
  /** Worker ids that are none. */
  doubtful: count,
  remarks: z.array(z.string()),
});

export type ReadState = z.infer<typeof stateSchema>;
export type RoundState = Omit<ReadState["users"], "recheck">;
export type Stage = ReadState["stage"];

const cursorSchema = z.strictObject({
  version: z.literal(1),
  users: z
    .strictObject({
      link: z.string(),
      level: count,
      asked: z.string(),
      /** Run's instant of the last full read. */
      sweptAt: z.number(),
      recheck: z.array(z.string()),
    })
    .nullable(),
  groups: z
    .strictObject({
      link: z.string(),
      level: count,
      asked: z.string(),
      sweptAt: z.number(),
      recheck: z.record(z.string(), z.array(z.string())),
    })
    .nullable(),
});

export type EntraCursor = z.infer<typeof cursorSchema>;

/** Remarks of one read; further ones would say the same. */
const REMARKS = 20;

/** Null: it was not written by this version, and everything is read anew. */
export function readCursor(text: string): EntraCursor | null {
  return parsed(cursorSchema, text);
}

/** Null: of another version or another config; the read begins anew. */
export function readResume(text: string, asked: string): ReadState | null {
  const state = parsed(stateSchema, text);
  return state?.asked === asked ? state : null;
}

function parsed<Shape>(schema: z.ZodType<Shape>, text: string): Shape | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The state before the first page. */
export function startState(asked: string, cursor: EntraCursor): ReadState {
  return {
    version: 1,
    asked,
    stage: "users",
    ended: false,
    users: { ...startRound(cursor.users), recheck: [] },
    groups: {
      ...startRound(cursor.groups),
      recheck: {},
      unread: [],
      last: null,
      ownersRefused: false,
    },
    agents: { link: null, count: 0, failed: null },
    told: 0,
    doubtful: 0,
    remarks: [],
  };
}

function startRound(known: { readonly level: number } | null): RoundState {
  return {
    basis: known === null ? "sweep" : "changes",
    link: null,
    level: known?.level ?? 0,
    restarted: false,
    count: 0,
    related: 0,
    deltaLink: null,
    failed: null,
    sweepNext: false,
  };
}

/** A round that begins anew, as a full read. */
export function beginAnew(state: RoundState): void {
  Object.assign(state, startRound(null), { restarted: true, level: state.level });
}

/** After this a full read is due, whatever the directory remembers: no chain of changes is trusted for ever. */
const SWEEP_AFTER_MS = 30 * DAY_MS;

/** The part of the cursor that may still be used; null: a full read is due. */
export function usable<Part extends { readonly asked: string; readonly sweptAt: Instant }>(
  part: Part | null | undefined,
  now: { readonly asked: string; readonly at: Instant; readonly sweepAfterMs?: number },
): Part | null {
  if (part === null || part === undefined || part.asked !== now.asked) return null;
  return now.at - part.sweptAt < (now.sweepAfterMs ?? SWEEP_AFTER_MS) ? part : null;
}

/** Adds what the operator should know, once. */
export function remark(state: ReadState, sentence: string): void {
  if (state.remarks.length < REMARKS && !state.remarks.includes(sentence)) {
    state.remarks.push(sentence);
  }
}
