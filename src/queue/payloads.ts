import { z } from "zod";
import { CountersignError } from "../platform/errors.js";

/** What jobs carry: ids, nothing else. Redis keeps them in clear text (F44). */
export const syncPayload = z.strictObject({ sourceId: z.string().min(1) });
export const emptyPayload = z.strictObject({});
export const tickPayload = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("sync"), sourceId: z.string().min(1) }),
  z.strictObject({ kind: z.literal("dueWork") }),
  z.strictObject({ kind: z.literal("alerts") }),
]);

export type TickPayload = z.infer<typeof tickPayload>;

/**
 * @throws CountersignError JOB_MALFORMED when the data of a job is not ours: an older or newer
 * version wrote it, or somebody else writes under our prefix. The job is not tried again.
 */
export function parsePayload<Schema extends z.ZodType>(
  schema: Schema,
  job: { readonly data: unknown; readonly queueName: string },
): z.output<Schema> {
  const parsed = schema.safeParse(job.data);
  if (parsed.success) return parsed.data;
  throw new CountersignError({
    code: "JOB_MALFORMED",
    message: `A job of the queue "${job.queueName}" carries data that is not ours.`,
    next: "Look for another version of Countersign, or another program, on the same Redis prefix.",
    data: { queue: job.queueName },
  });
}
