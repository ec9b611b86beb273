import { z } from "zod";
import { SUCCESSION_STEPS } from "../domain/policy.js";
import { absence, gate } from "./config-gate.js";
import { sourceSchema } from "./config-sources.js";

/**
 * One schema feeds the config file, `--help`, the docs table and the errors. Every field carries a
 * description (shown to people) and, where a default is an opinion, its reason.
 */
const address = z
  .string()
  .min(1)
  .describe("e-mail address or login of a person the directory knows");

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

const identity = z.strictObject({
  employment: z
    .array(z.string())
    .optional()
    .describe(
      "sources that decide who works here, most trusted first; left out: the HR sources, and without any the directories",
    ),
  account: z
    .array(z.string())
    .optional()
    .describe("directories that decide whether a login is suspended, most trusted first"),
  guestGraceDays: days
    .default(3)
    .describe(
      "a guest whose account is deleted has left after this many days: less is known of them",
    ),
  keyFillRate: z
    .number()
    .min(0)
    .max(1)
    .default(0.995)
    .describe(
      "a read in which fewer records carry their key, measured against the last good one, is refused",
    ),
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
  sources: z.array(sourceSchema).min(1, "name at least one source"),
  identity: identity.prefault({}),
  absence,
  gate,
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
