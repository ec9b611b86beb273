import type { Instant } from "../../domain/time.js";
import { type Clock, systemClock } from "../../platform/clock.js";
import type { OktaSourceConfig } from "../../platform/config-sources.js";
import type { AccountObservation, ReadRequest, Source, SourceEnd, SourcePage } from "../port.js";
import { type Tenant, tenantFor } from "../remote/tenant.js";
import { readChanges } from "./changes.js";
import { OktaClient } from "./client.js";
import { openCredentials } from "./credentials.js";
import { type OktaCursor, type SweepState, newSweep, readCursor, readResume } from "./cursor.js";
import { TenantMismatch, isCallFailure } from "./errors.js";
import { type Org, identify } from "./identify.js";
import { type LogRead, RETENTION_MS, readLog } from "./log.js";
import { accountsById } from "./points.js";
import { type OktaSettings, scopesWanted, settingsOf } from "./settings.js";
import { SideCalls } from "./side-calls.js";
import type { ReadFrame } from "./stages.js";
import { sweep } from "./sweep.js";

const HOUR_MS = 3_600_000;
/** Servers of one org differ by so much; the log is read over a longer overlap. */
const CLOCK_SLACK_MS = 60_000;
/** An interrupted sweep is gone on with for this long: what it read first is that old by its end. */
const RESUMABLE_MS = 24 * HOUR_MS;

export interface OktaSourceOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Whose worker ids `employeeNumber` holds when the config does not say. */
  readonly workerIdSource: string;
  /** For lifetimes of tokens and single look-ups; what is read is dated by the request. */
  readonly clock?: Clock;
  /** Budget, waits and circuit; by default those that this process has for the org. */
  readonly tenant?: Tenant;
}

/**
 * An Okta org as a source. A sweep reads users in every status, their managers, groups with owners and
 * members, and AI agents; between sweeps the system log says whom to read again. What may not be read
 * leaves its scope uncertified.
 */
export function createOktaSource(config: OktaSourceConfig, options: OktaSourceOptions): Source {
  const settings = settingsOf(config, options.workerIdSource);
  const tenant = options.tenant ?? oktaTenant(config);
  const open = (): OktaClient => openClient(config, { ...options, tenant });
  return {
    id: config.id,
    converterHash: settings.converterHash,
    async *read(request) {
      tenant.beginRead();
      yield* read({ client: open(), settings, signal: request.signal }, request);
    },
    async readAccounts(ids, signal) {
      const at = (options.clock ?? systemClock).now();
      return lookUp(ids, { client: open(), settings, signal }, at);
    },
  };
}

/** What this process shares for one org: budget, waits and circuit. */
export function oktaTenant(config: OktaSourceConfig): Tenant {
  return tenantFor(`okta ${new URL(config.orgUrl).origin}`, config.remote);
}

/** @throws SourceSecretMissing KeyUnusable */
function openClient(
  config: OktaSourceConfig,
  options: OktaSourceOptions & { readonly tenant: Tenant },
): OktaClient {
  const { env, tenant, clock = systemClock } = options;
  const scopes = scopesWanted(config);
  const credentials = openCredentials({ config, env, tenant, clock, scopes });
  return new OktaClient({ config, tenant, credentials });
}

async function* read(
  frame: ReadFrame,
  request: ReadRequest,
): AsyncGenerator<SourcePage | SourceEnd> {
  const { settings } = frame;
  const cursor = readCursor(request.cursor);
  const resume = readResume(request.resume);
  const org = await identify(frame.client, frame.signal);
  refuseOtherTenant(settings, org, cursor?.tenant ?? resume?.tenant);
  const until = org.date ?? request.at;
  const interrupted = resumable(resume, settings, request.at);
  if (interrupted !== null) {
    yield* sweep(frame, interrupted);
    return;
  }
  const { log, remarks } = await logSince(frame, cursor, { until, at: request.at });
  if (cursor !== null && log !== null) {
    yield* readChanges({ ...frame, cursor, log, until, at: request.at });
    return;
  }
  const { generation } = settings;
  const facts = { generation, tenant: org.id, startedAt: request.at, logFrom: until };
  yield* sweep(frame, { ...newSweep(facts), remarks });
}

/** Before anything is read: an answer of another org must not meet what is known of this one (F11). */
function refuseOtherTenant({ config }: OktaSettings, org: Org, before: string | undefined): void {
  for (const pinned of [config.tenant, before]) {
    if (pinned !== undefined && pinned !== org.id) {
      throw new TenantMismatch({ source: config.id, pinned, answered: org.id });
    }
  }
}

function resumable(
  resume: SweepState | null,
  { generation }: OktaSettings,
  at: Instant,
): SweepState | null {
  if (resume === null || resume.generation !== generation) return null;
  return at - resume.startedAt < RESUMABLE_MS ? resume : null;
}

interface Now {
  /** The org's clock. */
  readonly until: Instant;
  /** The instant of the read. */
  readonly at: Instant;
}

/** What the log says since the cursor; null: everything has to be read. */
async function logSince(
  frame: ReadFrame,
  cursor: OktaCursor | null,
  now: Now,
): Promise<{ readonly log: LogRead | null; readonly remarks: string[] }> {
  const { settings, client, signal } = frame;
  if (cursor === null || isSweepDue(cursor, settings, now)) return { log: null, remarks: [] };
  try {
    const log = await readLog(client, cursor, { until: now.until, signal });
    return { log, remarks: [] };
  } catch (error) {
    if (!isCallFailure(error)) throw error;
    // Without the log nobody knows what changed: everything is read, which says more (F14).
    const remark = `Everything was read, because the system log could not be: ${error.message}`;
    return { log: null, remarks: [remark] };
  }
}

function isSweepDue(cursor: OktaCursor, settings: OktaSettings, { until, at }: Now): boolean {
  return (
    cursor.generation !== settings.generation ||
    at - cursor.sweptAt >= settings.config.sweepEveryHours * HOUR_MS ||
    until - cursor.logUntil >= RETENTION_MS ||
    // The org's clock went back: between here and there the log was not read (F31).
    until < cursor.logUntil - CLOCK_SLACK_MS
  );
}

/**
 * Where a manager cannot be read, the account comes without one: who asks for single accounts takes
 * managers for unsaid.
 *
 * @throws whatever asking for an account throws: a doubtful answer must not count as an absence
 */
async function lookUp(
  ids: readonly string[],
  frame: ReadFrame,
  at: Instant,
): Promise<AccountObservation[]> {
  const parts = await accountsById(ids, { ...frame, at, managers: new SideCalls() });
  return parts.flatMap((part) => part.observations);
}
