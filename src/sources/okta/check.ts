import type { Instant } from "../../domain/time.js";
import { type Clock, fixedClock } from "../../platform/clock.js";
import type { OktaSourceConfig } from "../../platform/config-sources.js";
import { CountersignError } from "../../platform/errors.js";
import { SourceRefused } from "../remote/errors.js";
import type { Tenant } from "../remote/tenant.js";
import { attributeLines } from "./check-attributes.js";
import { type OktaLine, failed, ok, remark } from "./check-line.js";
import { permissionLines } from "./check-permissions.js";
import { OktaClient } from "./client.js";
import { type Credentials, openCredentials, SCOPE_ERRORS, TOKEN_ENDPOINT } from "./credentials.js";
import { type Org, identify } from "./identify.js";
import { scopesWanted, settingsOf } from "./settings.js";
import { oktaTenant } from "./source.js";
import type { ReadFrame } from "./stages.js";

export interface OktaCheckOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly now: Instant;
  /** The organisation that answered at the first sync; left out: it was never synced. */
  readonly firstSynced?: string;
  readonly signal?: AbortSignal;
  readonly tenant?: Tenant;
}

/** Clocks that differ by more than this are worth a word; by more than the other, tokens are refused. */
const SKEW_MS = 60_000;
const SKEW_LIMIT_MS = 300_000;

/**
 * Whether an Okta org can be read as configured: signs in, compares the organisation with the pinned
 * one and the clocks, tries every permission, and looks whether the attributes exist and are filled.
 * Changes nothing. Never throws for what the org, the network or the credential does.
 */
export async function checkOkta(
  config: OktaSourceConfig,
  options: OktaCheckOptions,
): Promise<OktaLine[]> {
  const clock = fixedClock(options.now);
  const tenant = options.tenant ?? oktaTenant(config);
  tenant.beginRead();
  try {
    const credentials = open(config, { ...options, tenant, clock });
    const client = new OktaClient({ config, tenant, credentials });
    const signal = options.signal ?? new AbortController().signal;
    // Whose worker ids they are does not matter here, only which attributes hold them.
    const settings = settingsOf(config, config.id);
    return await lines({ client, settings, signal }, { ...options, credentials });
  } catch (error) {
    if (error instanceof CountersignError) return [notSignedIn(config, error)];
    throw error;
  }
}

/** A refused credential is named by its variable: that is what somebody has to mend. */
function notSignedIn(config: OktaSourceConfig, error: CountersignError): OktaLine {
  if (!(error instanceof SourceRefused) || !isRefusedLogin(error)) {
    return failed(error.message, error.next);
  }
  const { auth } = config;
  const { host } = new URL(config.orgUrl);
  const code = error.vendorCode ?? `status ${error.status}`;
  if (auth.how === "token") {
    const next =
      "Create one under Security > API > Tokens; it ends with the account of who made it, and after 30 days without use.";
    return failed(`${host} refuses the API token in ${auth.tokenEnv} (${code})`, next);
  }
  if (SCOPE_ERRORS.has(code)) {
    const scopes = scopesWanted(config).join(", ");
    const next = `Grant them under Okta API Scopes: ${scopes}.`;
    return failed(`${host} has granted service app ${auth.clientId} no scope (${code})`, next);
  }
  return failed(
    `${host} refuses to sign in service app ${auth.clientId} with the key in ${auth.privateKeyEnv} (${code})`,
    "Compare the client id and the public key with the app's General tab, and untick there that a DPoP header is required.",
  );
}

/** Of the token endpoint any refusal is about who signs in; elsewhere only a 401 is. */
function isRefusedLogin({ status, endpoint }: SourceRefused): boolean {
  return status === 401 || endpoint === TOKEN_ENDPOINT;
}

function open(
  config: OktaSourceConfig,
  { env, tenant, clock }: OktaCheckOptions & { readonly tenant: Tenant; readonly clock: Clock },
): Credentials {
  return openCredentials({ config, env, tenant, clock, scopes: scopesWanted(config) });
}

async function lines(
  frame: ReadFrame,
  {
    credentials,
    now,
    firstSynced,
  }: Pick<OktaCheckOptions, "now" | "firstSynced"> & { readonly credentials: Credentials },
): Promise<OktaLine[]> {
  const org = await identify(frame.client, frame.signal);
  return [
    ...tenantLines(frame, org, firstSynced),
    ...skewLines(org.date, now),
    ...(await permissionLines(frame, { org, granted: credentials.granted() })),
    ...(await attributeLines(frame)),
  ];
}

function tenantLines(
  { settings: { config } }: ReadFrame,
  { id }: Org,
  firstSynced: string | undefined,
): OktaLine[] {
  const host = new URL(config.orgUrl).host;
  const how = config.auth.how === "token" ? "an API token" : `service app ${config.auth.clientId}`;
  const signedIn = `signed in at ${host} with ${how}; the organisation is ${id}`;
  if (config.tenant !== undefined && config.tenant !== id) {
    const next = "Correct `orgUrl:`, the credential or `tenant:` in the config.";
    return [failed(`${signedIn}, and the config names ${config.tenant}`, next)];
  }
  if (firstSynced !== undefined && firstSynced !== id) {
    const next =
      "Correct `orgUrl:` or the credential; give another organisation a source id of its own.";
    return [failed(`${signedIn}, and this source was first synced from ${firstSynced}`, next)];
  }
  if (config.tenant === id) return [ok(`${signedIn}, as pinned`)];
  if (firstSynced === id) return [ok(`${signedIn}, as at the first sync`)];
  return [remark(signedIn, `It is pinned at the first sync; or write \`tenant: ${id}\` now.`)];
}

function skewLines(date: Instant | null, now: Instant): OktaLine[] {
  if (date === null) return [];
  const skewMs = Math.abs(date - now);
  if (skewMs <= SKEW_MS) return [ok("its clock and ours agree")];
  const sentence = `its clock and ours differ by ${Math.round(skewMs / 1_000)} s`;
  const next = "Let this machine take its time from a time server.";
  return [skewMs > SKEW_LIMIT_MS ? failed(sentence, next) : remark(sentence, next)];
}
