import { z } from "zod";
import { isZone } from "./zone.js";

/** What every kind of source has in the config, and the sources themselves. */

const zone = z
  .string()
  .refine(isZone, "is not an IANA time zone such as Europe/Madrid")
  .describe("IANA time zone");

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, "is lower-case letters, digits and dashes");

const envName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    "is the name of an environment variable, not the secret itself",
  );

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

const columns = z
  .partialRecord(z.enum(EMPLOYMENT_FIELDS), z.string())
  .default({})
  .describe("which header feeds which field; fields not named here are guessed and shown");

const workerZone = zone.default("UTC").describe("zone of workers whose row names none");

const hrFiles = z.strictObject({
  id,
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
  columns,
  teamColumns: z.partialRecord(z.enum(TEAM_FIELDS), z.string()).default({}),
  zone: workerZone,
  schedule: schedule.optional(),
});

/** An address that a service is called at: https, or http on this machine (tests, a tunnel). */
const serviceUrl = z
  .url("is a whole address, such as https://example.com")
  .refine(isHttpsOrLoopback, "is neither https, nor http on 127.0.0.1 or localhost");

function isHttpsOrLoopback(text: string): boolean {
  const url = URL.parse(text);
  if (url === null) return false;
  const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && loopback);
}

const remote = z
  .strictObject({
    deadlineMs: z.number().int().min(100).default(60_000).describe("longest wait for one answer"),
    attempts: z
      .number()
      .int()
      .min(1)
      .max(10)
      .default(5)
      .describe("tries of one call, 5xx and network"),
    retryBudget: z
      .number()
      .int()
      .min(0)
      .default(100)
      .describe("retries of one whole read: a tenant that keeps failing is not hammered"),
    patienceMs: z
      .number()
      .int()
      .min(0)
      .default(120_000)
      .describe(
        "a wait the service asks for is sat out up to this long; a longer one delays the job",
      ),
  })
  .prefault({})
  .describe("how a service that is slow, busy or away is treated");

const hrHttps = z.strictObject({
  id,
  type: z.literal("hr-https"),
  url: serviceUrl.describe("address of the people report"),
  teamsUrl: serviceUrl.optional().describe("address of the teams report, where there is one"),
  preset: z
    .enum(["workday", "bamboohr", "plain"])
    .default("plain")
    .describe(
      "shape of the answer: workday (Report_Entry), bamboohr (employees), plain (an array, or one under `records`)",
    ),
  auth: z
    .discriminatedUnion("how", [
      z.strictObject({
        how: z.literal("basic"),
        userEnv: envName.describe("holds the user name (BambooHR: the API key)"),
        passwordEnv: envName
          .optional()
          .describe("holds the password; left out: x, as BambooHR has it"),
      }),
      z.strictObject({ how: z.literal("bearer"), tokenEnv: envName }),
      z.strictObject({ how: z.literal("header"), name: z.string().min(1), valueEnv: envName }),
      z.strictObject({ how: z.literal("none") }),
    ])
    .default({ how: "none" }),
  paging: z
    .discriminatedUnion("how", [
      z.strictObject({ how: z.literal("none") }),
      z.strictObject({
        how: z.literal("page"),
        pageParam: z.string().default("page"),
        sizeParam: z.string().default("limit"),
        size: z.number().int().min(1).max(10_000).default(500),
        first: z.number().int().min(0).default(1),
      }),
      z.strictObject({
        how: z.literal("offset"),
        offsetParam: z.string().default("offset"),
        sizeParam: z.string().default("limit"),
        size: z.number().int().min(1).max(10_000).default(500),
      }),
      z.strictObject({
        how: z.literal("next"),
        field: z
          .string()
          .default("next")
          .describe("field of the answer with the address of the next page"),
      }),
      z.strictObject({ how: z.literal("link") }),
    ])
    .default({ how: "none" })
    .describe("how the report is cut into pages; link: an RFC 8288 Link header with rel=next"),
  columns: columns.describe("which field of a record feeds which field; the preset's otherwise"),
  teamColumns: z.partialRecord(z.enum(TEAM_FIELDS), z.string()).default({}),
  zone: workerZone,
  remote,
  schedule: schedule.optional(),
});

/** Attribute of an account → source whose worker ids it holds. */
const workerIds = (attribute: string) =>
  z
    .record(z.string(), z.string())
    .optional()
    .describe(
      `which attribute of an account holds worker ids of which source: what accounts and employments are joined by; left out: ${attribute}, of the first HR source`,
    );

const nonHuman = z
  .record(z.string(), z.array(z.string()))
  .default({})
  .describe(
    "attribute and its values that mean: a service account, shared mailbox or room, not a person",
  );

const dormantAfterDays = z
  .number()
  .int()
  .min(1)
  .default(90)
  .describe("an account nobody signed in to for this long is flagged, nothing more");

const teamAttribute = z
  .string()
  .optional()
  .describe("attribute that names an account's organizational unit (department)");

const okta = z.strictObject({
  id,
  type: z.literal("okta"),
  orgUrl: serviceUrl.describe("address of the org, such as https://example.okta.com (not -admin)"),
  tenant: z
    .string()
    .optional()
    .describe("id of the org (00o…); pinned at the first sync otherwise"),
  auth: z
    .discriminatedUnion("how", [
      z.strictObject({
        how: z.literal("token"),
        tokenEnv: envName.describe("holds the API token"),
      }),
      z.strictObject({
        how: z.literal("oauth"),
        clientId: z.string().min(1),
        privateKeyEnv: envName.describe("holds the RSA private key, PEM or JWK"),
        keyId: z.string().optional(),
      }),
    ])
    .describe("API token of a read-only administrator, or a service app with a private key"),
  workerIds: workerIds("employeeNumber"),
  manager: z
    .discriminatedUnion("how", [
      z.strictObject({
        how: z.literal("attribute"),
        attribute: z.string().default("managerId"),
        holds: z.enum(["userId", "workerId"]).default("workerId"),
      }),
      z.strictObject({ how: z.literal("linkedObject"), name: z.string().default("manager") }),
      z.strictObject({ how: z.literal("none") }),
    ])
    .prefault({ how: "attribute" }),
  groups: z
    .strictObject({
      read: z.boolean().default(true),
      filter: z.string().optional().describe("Okta filter expression; left out: all groups"),
      owners: z.boolean().default(true).describe("group owners need Okta Identity Governance"),
    })
    .prefault({}),
  agents: z.boolean().default(true).describe("read AI agents, where the org has them"),
  nonHuman,
  teamAttribute,
  dormantAfterDays,
  sweepEveryHours: z
    .number()
    .min(0)
    .default(24)
    .describe(
      "a full read at least this often; between them the system log says whom to read again; 0: always full",
    ),
  remote,
  schedule: schedule.optional(),
});

const entra = z.strictObject({
  id,
  type: z.literal("entra"),
  tenantId: z.string().min(1).describe("id of the tenant (a GUID), pinned: another one is refused"),
  clientId: z.string().min(1).describe("application (client) id of the app registration"),
  auth: z.discriminatedUnion("how", [
    z.strictObject({
      how: z.literal("secret"),
      secretEnv: envName.describe("holds the client secret"),
    }),
    z.strictObject({
      how: z.literal("certificate"),
      privateKeyEnv: envName.describe("holds the private key, PEM"),
      certificateEnv: envName.describe("holds the certificate, PEM"),
    }),
  ]),
  cloud: z
    .enum(["global", "us-government", "us-government-dod", "china"])
    .default("global")
    .describe("national cloud: sets where tokens and data come from"),
  baseUrl: serviceUrl.optional().describe("another address for Graph (a proxy, a simulator)"),
  loginUrl: serviceUrl.optional().describe("another address for tokens"),
  workerIds: workerIds("employeeId"),
  groups: z
    .strictObject({
      read: z.boolean().default(true),
      owners: z.boolean().default(true),
    })
    .prefault({}),
  agents: z.boolean().default(true).describe("read agent identities with sponsors and owners"),
  servicePrincipals: z
    .boolean()
    .default(false)
    .describe("treat every application's service principal as a possible agent"),
  nonHuman,
  teamAttribute,
  signIns: z
    .boolean()
    .default(false)
    .describe("read last sign-ins: needs AuditLog.Read.All and a P1 licence"),
  dormantAfterDays,
  remote,
  schedule: schedule.optional(),
});

const registry = z.strictObject({
  id,
  type: z.literal("registry"),
  folder: z.string().min(1).describe("folder with the decision-rights documents"),
  /** Positions and teams in `binding` are native ids at this source. */
  organisation: z
    .string()
    .optional()
    .describe("id of the source whose team and position ids are used"),
  schedule: schedule.optional(),
});

export const sourceSchema = z.discriminatedUnion("type", [hrFiles, hrHttps, okta, entra, registry]);

export type SourceConfig = z.infer<typeof sourceSchema>;
type Of<Type extends SourceConfig["type"]> = Extract<SourceConfig, { type: Type }>;
export type HrSourceConfig = Of<"hr-files">;
export type HrHttpsSourceConfig = Of<"hr-https">;
export type OktaSourceConfig = Of<"okta">;
export type EntraSourceConfig = Of<"entra">;
export type RegistrySourceConfig = Of<"registry">;
/** How a service that is slow, busy or away is treated. */
export type RemoteConfig = OktaSourceConfig["remote"];
