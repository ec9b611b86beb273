import type { Instant } from "../../domain/time.js";
import type { EntraSourceConfig } from "../../platform/config-sources.js";
import { CountersignError } from "../../platform/errors.js";
import { didYouMean } from "../../platform/nearest.js";
import { SourceRefused } from "../remote/errors.js";
import { areSponsorsRefused, unknownAttributes, USUAL_ATTRIBUTES } from "./check-details.js";
import { convertUser } from "./convert-user.js";
import { linkTo } from "./links.js";
import { needsOf, type Need } from "./needs.js";
import { entraParts, type EntraParts } from "./parts.js";
import { listPage, userSchema } from "./schema.js";
import { answeringTenant } from "./tenant-check.js";
import { TOKEN_ENDPOINT } from "./tokens.js";

/** One thing that was looked at, for `countersign doctor`. */
export interface EntraLine {
  readonly state: "ok" | "remark" | "failed";
  readonly sentence: string;
  readonly next: string | null;
}

export interface EntraCheckOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => Instant;
  readonly signal?: AbortSignal;
}

/**
 * Whether a sync of this source would work: signing in, the tenant, each permission (as the token says
 * and as a trial shows), the clock, and how many logins carry a worker id. Reads one page at most of
 * anything and changes nothing.
 */
export async function checkEntra(
  config: EntraSourceConfig,
  options: EntraCheckOptions,
): Promise<EntraLine[]> {
  const { env, now, signal = new AbortController().signal } = options;
  const parts = entraParts(config, { env, workerIdSource: "worker", clock: { now } });
  const signedIn = await signIn(parts, signal);
  if (signedIn.state === "failed") return [signedIn];
  const tenant = await checkTenant(parts, { now, signal });
  const lines = [signedIn, ...tenant];
  if (tenant.some(({ state }) => state === "failed")) return lines;
  const unread = new Set<string>();
  for (const need of needsOf(config)) {
    if (need.partOf !== undefined && unread.has(need.partOf)) continue;
    const line = await checkNeed(parts, need, signal);
    if (line.state !== "ok") unread.add(need.what);
    lines.push(line);
  }
  return [
    ...lines,
    ...(config.agents ? await checkSponsors(parts, signal) : []),
    ...(await checkWorkerIds(parts, signal)),
  ];
}

const ok = (sentence: string): EntraLine => ({ state: "ok", sentence, next: null });

function failure(error: unknown, sentence?: string): EntraLine {
  if (!(error instanceof CountersignError)) throw error;
  return { state: "failed", sentence: sentence ?? error.message, next: error.next };
}

async function signIn({ client, config }: EntraParts, signal: AbortSignal): Promise<EntraLine> {
  try {
    await client.tokens.current(signal);
    return ok(`Signed in at ${client.hosts.login} as application ${config.clientId}.`);
  } catch (error) {
    if (!(error instanceof SourceRefused)) return failure(error);
    const { auth } = config;
    const how =
      auth.how === "secret"
        ? `client secret in ${auth.secretEnv}`
        : `certificate in ${auth.certificateEnv}`;
    const what = REFUSALS[error.vendorCode ?? ""]?.(how) ?? `${TOKEN_ENDPOINT} was refused`;
    const code = error.vendorCode ?? `status ${error.status}`;
    return {
      state: "failed",
      sentence: `Signing in at ${client.hosts.login} was refused: ${what} (${code}).`,
      next: "Compare tenantId, clientId and the credentials with the app registration in Entra.",
    };
  }
}

const REFUSALS: Readonly<Record<string, (how: string) => string>> = {
  invalid_client: (how) => `the ${how} is wrong, expired or of another application`,
  unauthorized_client: () => "the tenant does not know this application",
  invalid_request: () => "there is no such tenant at this cloud",
};

async function checkTenant(
  parts: EntraParts,
  { now, signal }: { readonly now: () => Instant; readonly signal: AbortSignal },
): Promise<EntraLine[]> {
  const { config, client, asks } = parts;
  try {
    const answered = await answeringTenant({ client, asks }, signal);
    if (answered.tenantId !== config.tenantId.toLowerCase()) {
      return [
        {
          state: "failed",
          sentence: `The tenant that answers is ${answered.tenantId}, and the config pins ${config.tenantId}.`,
          next: "Correct tenantId: the id of the tenant, as Entra's overview page shows it.",
        },
      ];
    }
    const line: EntraLine =
      answered.by === "organization"
        ? ok(`Tenant ${answered.tenantId} answers, as pinned.`)
        : {
            state: "remark",
            sentence: `Tenant ${answered.tenantId} answers, but only the token says so: the organization may not be read.`,
            next: "Grant the application permission Organization.Read.All.",
          };
    const date = answered.date ?? (await dateBeside(parts, signal));
    return [line, ...clockLine(date, now())];
  } catch (error) {
    return [failure(error)];
  }
}

/** Graph's clock where the organization may not be read; null: users may not either, or nothing answers. */
async function dateBeside({ client }: EntraParts, signal: AbortSignal): Promise<string | null> {
  const link = linkTo("/users", { $select: "id", $top: "1" });
  try {
    return (await client.get({ link, endpoint: "GET /users", shape: listPage, signal })).date;
  } catch (error) {
    if (error instanceof CountersignError) return null;
    throw error;
  }
}

/** Entra refuses assertions from clocks that are further off. */
const SKEW_MS = 5 * 60_000;

function clockLine(date: string | null, now: Instant): EntraLine[] {
  const there = Date.parse(date ?? "");
  if (Number.isNaN(there) || Math.abs(now - there) <= SKEW_MS) return [];
  const minutes = Math.round(Math.abs(now - there) / 60_000);
  const way = now > there ? "ahead of" : "behind";
  return [
    {
      state: "remark",
      sentence: `The clock of this machine is ${minutes} minutes ${way} Microsoft's.`,
      next: "Set it by NTP: certificates and tokens are refused when it is too far off.",
    },
  ];
}

async function checkNeed(
  { client }: EntraParts,
  need: Need,
  signal: AbortSignal,
): Promise<EntraLine> {
  const { roles } = client.tokens;
  const isMissing = roles !== null && !need.anyOf.some((role) => roles.includes(role));
  try {
    await client.get({ link: need.trial, endpoint: need.endpoint, shape: listPage, signal });
    return ok(`${need.what} can be read.`);
  } catch (error) {
    if (!(error instanceof SourceRefused)) return failure(error);
    if (error.status !== 403) {
      const sentence = `${need.what} cannot be read: this cloud does not answer ${need.endpoint} (status ${error.status}).`;
      return {
        state: need.otherwise,
        sentence,
        next: `${need.without.charAt(0).toUpperCase()}${need.without.slice(1)}.`,
      };
    }
    const why = isMissing
      ? `the application permission ${need.grant} is missing`
      : `Graph refuses although a permission is there${need.also}`;
    return {
      state: need.otherwise,
      sentence: `${need.what} cannot be read: ${why}.`,
      next: `Grant ${need.grant} as an application permission, with an administrator's consent, or ${need.without}.`,
    };
  }
}

/** Below this share of logins with a worker id most of them join nobody. */
const FEW = 0.5;

async function checkWorkerIds(
  parts: EntraParts,
  signal: AbortSignal,
  level = 0,
): Promise<EntraLine[]> {
  const { client, asks, mapping } = parts;
  const link = linkTo("/users", { $select: asks.properties(level).join(","), $top: "100" });
  try {
    const { body } = await client.get({ link, endpoint: "GET /users", shape: listPage, signal });
    const accounts = body.value.flatMap((raw) => {
      const read = userSchema.safeParse(raw);
      if (!read.success) return [];
      return convertUser(read.data, { mapping, at: 0, deleted: false, lastSignIn: null }).account;
    });
    const people = accounts.filter((one) => one.nature === "human" && one.status === "active");
    const filled = people.filter((one) => one.workerIds.length > 0).length;
    return [workerIdLine(Object.keys(mapping.workerIds), filled, people.length)];
  } catch (error) {
    if (error instanceof SourceRefused && error.status === 400)
      return attributeLines(parts, signal);
    // Whether users can be read is said on its own line.
    if (error instanceof CountersignError) return [];
    throw error;
  }
}

/** One name that Graph does not know spoils the whole request, of a sync as well. */
async function attributeLines(parts: EntraParts, signal: AbortSignal): Promise<EntraLine[]> {
  const unknown = await unknownAttributes(parts, signal);
  return unknown.map((name) => ({
    state: "failed",
    sentence: `Users of this tenant have no property \`${name}\`.${didYouMean(
      name,
      USUAL_ATTRIBUTES.filter((one) => one !== name),
    )}`,
    next: "Correct its name in the config: Graph refuses to list users with it.",
  }));
}

async function checkSponsors(parts: EntraParts, signal: AbortSignal): Promise<EntraLine[]> {
  if (!(await areSponsorsRefused(parts, signal))) return [];
  return [
    {
      state: "failed",
      sentence: "Sponsors of agent identities cannot be read, so no agent is.",
      next: "Grant AgentIdentity.ReadWrite.All, which Microsoft documents for the list of sponsors, or set agents: false.",
    },
  ];
}

function workerIdLine(attributes: readonly string[], filled: number, people: number): EntraLine {
  const where = attributes.join(" or ");
  const sentence = `${filled} of the first ${people} active logins of people have a worker id in ${where}.`;
  if (people === 0 || filled >= people * FEW) return ok(sentence);
  const next =
    "Logins are joined with employments by it: name the attribute that holds the employee number under workerIds, or fill it in Entra.";
  return { state: filled === 0 ? "failed" : "remark", sentence, next };
}
