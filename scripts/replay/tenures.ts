import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { Instant } from "../../src/domain/time.js";

/** One stretch of time in one role, half-open: the holder has it at `from` and no longer at `to`. */
export interface Tenure {
  readonly login: string;
  readonly from: Instant;
  /** Null: still held when the history was measured. */
  readonly to: Instant | null;
}

/** Chair or technical lead of a group. */
export interface LeadTenure extends Tenure {
  readonly team: string;
}

/** Listed as approver in one OWNERS file of one repository. */
export interface ApproverTenure extends Tenure {
  readonly src: string;
  readonly path: string;
}

export interface History {
  readonly members: readonly Tenure[];
  readonly leads: readonly LeadTenure[];
  readonly approvers: readonly ApproverTenure[];
}

/** ISO time with a zone, as an instant. */
const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const span = { login: z.string().min(1), from: instant, to: instant.nullable() };

const row = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("member"), ...span }),
  z.object({ kind: z.literal("lead"), ...span, team: z.string().min(1) }),
  z.object({
    kind: z.literal("approver"),
    ...span,
    src: z.string().min(1),
    path: z.string().min(1),
  }),
]);

/** Name of the one file in the data folder; its README explains the rows. */
export const HISTORY_FILE = "tenures.jsonl.gz";

/**
 * Reads the measured history. It is small (about 1 MB unpacked), so it is read whole.
 *
 * @throws Error when the file is missing (the message names it) or a line is not what the README says.
 */
export function readHistory(file: string): History {
  return parseHistory(gunzipSync(readFileSync(file)).toString("utf8"));
}

/** The same from text: one JSON object a line. */
export function parseHistory(text: string): History {
  const members: Tenure[] = [];
  const leads: LeadTenure[] = [];
  const approvers: ApproverTenure[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const parsed = row.parse(JSON.parse(line));
    if (parsed.kind === "member") members.push(parsed);
    else if (parsed.kind === "lead") leads.push(parsed);
    else approvers.push(parsed);
  }
  return { members, leads, approvers };
}

/**
 * Whether the tenure stood when the instant came: a month that closes at midnight still shows who is
 * removed at that midnight, and not yet who is added.
 */
export function isOpenAt(tenure: Tenure, at: Instant): boolean {
  return tenure.from < at && (tenure.to === null || tenure.to >= at);
}
