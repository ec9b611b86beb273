import { z } from "zod";
import { SUCCESSION_STEPS } from "../domain/policy.js";
import { isZone } from "./zone.js";

/**
 * One schema feeds the config file, `--help`, the docs table and the errors. Every field carries a
 * description (shown to people) and, where a default is an opinion, its reason.
 */
const zone = z
  .string()
  .refine(isZone, "is not an IANA time zone such as Europe/Madrid")
  .describe("IANA time zone");

const address = z
  .string()
  .min(1)
  .describe("e-mail address or login of a person the directory knows");

const schedule = z
  .strictObject({
    cron: z
      .string()
      .min(1)
      .describe("when to sync, as a cron pattern: minute hour day month weekday"),
    zone: zone.default("UTC"),
  })
  .describe("when the worker syncs this source; leave out to sync by hand only");

/** Fields of an employment that a column can feed. */
export const EMPLOYMENT_FIELDS = [
  "workerId",
  "recordId",
  "name",
  "email",
  "login",
  "startDate",
  "endDate",
  "leaveFrom",
  "leaveTo",
  "manager",
  "team",
  "position",
  "zone",
  "workerType",
  "effectiveDate",
] as const;

/** Fields of a team that a column can feed. */
export const TEAM_FIELDS = ["teamId", "name", "parent", "head", "deputies"] as const;

const hrSource = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "is lower-case letters, digits and dashes"),
  type: z.literal("hr-files"),
  folder: z.string().min(1).describe("folder with the HR files, relative to this config"),
  people: z
    .string()
    .default("people*")
    .describe("file name pattern of people files (csv, jsonl, json)"),
  teams: z.string().default("teams*").describe("file name pattern of teams files"),
  mode: z
    .enum(["snapshot", "changes"])
    .default("snapshot")
    .describe("snapshot: the newest file is everything; changes: files are applied in name order"),
  columns: z
    .partialRecord(z.enum(EMPLOYMENT_FIELDS), z.string())
    .default({})
    .describe("which header feeds which field; fields not named here are guessed and shown"),
  teamColumns: z.partialRecord(z.enum(TEAM_FIELDS), z.string()).default({}),
  zone: zone.default("UTC").describe("zone of workers whose row names none"),
  schedule: schedule.optional(),
});

const registrySource = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "is lower-case letters, digits and dashes"),
  type: z.literal("registry"),
  folder: z.string().min(1).describe("folder with the decision-rights documents"),
  /** Positions and teams in `binding` are native ids at this source. */
  organisation: z
    .string()
    .optional()
    .describe("id of the source whose team and position ids are used"),
  schedule: schedule.optional(),
});

const days = z.number().int().min(0);
const strengths = z.array(z.enum(["authenticated", "attested", "declared"]));

const policy = z.strictObject({
  clockDays: z
    .strictObject({
      low: days.default(30),
      medium: days.default(14),
      high: days.default(3),
      critical: days.default(0),
    })
    .prefault({})
    .describe("days until an unsigned authorization lapses, per impact tier; 0 suspends at once"),
  sufficientSignatures: z
    .strictObject({
      low: strengths.default(["authenticated", "attested", "declared"]),
      medium: strengths.default(["authenticated", "attested", "declared"]),
      high: strengths.default(["authenticated", "attested"]),
      critical: strengths.default(["authenticated", "attested"]),
    })
    .prefault({})
    .describe("what a signature must rest on, per impact tier"),
  successionOrder: z
    .array(z.enum(SUCCESSION_STEPS))
    .default([...SUCCESSION_STEPS])
    .describe("who is asked to take over, in this order; reorder or drop steps"),
  climbLimit: z.number().int().min(1).default(5).describe("managers asked up the reporting line"),
  loadCap: z
    .number()
    .int()
    .min(1)
    .default(25)
    .describe("who answers for this many authorizations receives no more"),
  lookAheadDays: days.default(30).describe("who leaves within these days receives nothing"),
  departingNoticeDays: z.array(days).default([30, 14, 7]),
  minimumOwners: z.number().int().min(1).default(1).describe("fewer owners raise SINGLE_OWNER"),
  longLeaveDays: days
    .default(14)
    .describe("after this many days of leave an acting owner is named"),
  contractorsMayOwn: z.boolean().default(true),
});

const alerts = z.strictObject({
  slack: z
    .strictObject({
      webhookUrlEnv: z
        .string()
        .describe("environment variable that holds the incoming webhook URL"),
    })
    .optional(),
  email: z
    .strictObject({
      smtpUrlEnv: z
        .string()
        .describe("environment variable that holds smtp://user:password@host:port"),
      from: z.email(),
    })
    .optional(),
  log: z.boolean().default(true),
});

export const configSchema = z.strictObject({
  organisation: z.string().min(1).default("My company").describe("shown in messages"),
  sources: z
    .array(z.discriminatedUnion("type", [hrSource, registrySource]))
    .min(1, "name at least one source"),
  governance: z
    .strictObject({
      lastResort: z
        .array(address)
        .default([])
        .describe("who answers when nobody else can: the role's holder first, then the deputy"),
    })
    .prefault({}),
  operators: z
    .array(
      z.strictObject({
        login: z.string().min(1).describe("login on the machine that runs the command"),
        person: address,
      }),
    )
    .default([])
    .describe("who may act through the command line, by the login of the machine"),
  policy: policy.prefault({}),
  alerts: alerts.prefault({}),
  dataFolder: z.string().default(".countersign").describe("local servers, spool files"),
  neo4j: z
    .strictObject({
      uri: z.string().optional().describe("or NEO4J_URI; left out: a local server is started"),
      user: z.string().optional().describe("or NEO4J_USER"),
      passwordEnv: z.string().default("NEO4J_PASSWORD"),
      database: z.string().optional(),
    })
    .prefault({}),
  redis: z
    .strictObject({
      url: z.string().optional().describe("or REDIS_URL"),
      prefix: z.string().default("countersign"),
    })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;
export type SourceConfig = Config["sources"][number];
export type HrSourceConfig = Extract<SourceConfig, { type: "hr-files" }>;
export type RegistrySourceConfig = Extract<SourceConfig, { type: "registry" }>;
