import { z } from "zod";

/**
 * Of a config only what contradictions are about, and lenient: whatever does not fit is left out here
 * and reported by the schema.
 */
const text = z.string().optional().catch(undefined);
const texts = z.array(text).optional().catch(undefined);

const source = z
  .object({
    id: text,
    type: text,
    organisation: text,
    orgUrl: text,
    tenant: text,
    tenantId: text,
    workerIds: z.record(z.string(), z.unknown()).catch({}).default({}),
    schedule: z.object({ cron: text }).catch({ cron: undefined }).prefault({}),
  })
  .catch({
    id: undefined,
    type: undefined,
    organisation: undefined,
    orgUrl: undefined,
    tenant: undefined,
    tenantId: undefined,
    workerIds: {},
    schedule: { cron: undefined },
  });

const gist = z.object({
  sources: z.array(source).catch([]).default([]),
  identity: z
    .object({ employment: texts, account: texts })
    .catch({ employment: undefined, account: undefined })
    .prefault({}),
  operators: z
    .array(z.object({ login: text }).catch({ login: undefined }))
    .catch([])
    .default([]),
});

export type ConfigGist = z.infer<typeof gist>;
export type SourceGist = ConfigGist["sources"][number];

export function gistOf(raw: unknown): ConfigGist {
  return gist.safeParse(raw).data ?? gist.parse({});
}

/** One thing that cannot be meant: where it stands, and what to write instead. */
export interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly rule: string;
  readonly sentence: string;
}
