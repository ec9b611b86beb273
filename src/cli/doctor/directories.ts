import type { Instant } from "../../domain/time.js";
import type {
  EntraSourceConfig,
  OktaSourceConfig,
  RemoteConfig,
} from "../../platform/config-sources.js";
import { CountersignError } from "../../platform/errors.js";
import type { DoctorLine } from "../../runs/checks.js";
import { advised } from "./advice.js";
import { checkClock } from "./clock.js";
import { gapsOf } from "./gaps.js";

type DirectorySource = OktaSourceConfig | EntraSourceConfig;

/** What is needed to look at a directory besides its config. */
interface DirectoryFrame {
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => Instant;
  /** Tenant that answered at the first sync; undefined: there was none yet. */
  readonly firstSynced: string | undefined;
  /** The whole look ends after this many milliseconds. */
  readonly limitMs?: number;
}

/** Somebody waits in front of a screen: a service is asked twice, and not sat out for minutes. */
const ATTEMPTS = 2;
const DEADLINE_MS = 10_000;
const PATIENCE_MS = 5_000;
const LIMIT_MS = 60_000;

/**
 * A directory as a sync would read it: what is still missing in the config and the environment; and
 * only when nothing is, the sign-in, the tenant, the permissions, the clock and the attributes.
 */
export async function checkDirectory(
  source: DirectorySource,
  frame: DirectoryFrame,
): Promise<DoctorLine[]> {
  const gaps = [...gapsOf(source, frame.env), ...otherTenant(source, frame.firstSynced)];
  if (gaps.length > 0) return gaps;
  const over = new AbortController();
  const limitMs = frame.limitMs ?? LIMIT_MS;
  const timer = setTimeout(() => over.abort(new TookTooLong(limitMs)), limitMs);
  try {
    return await look(source, { ...frame, signal: over.signal });
  } catch (error) {
    if (!(error instanceof TookTooLong || error instanceof CountersignError)) throw error;
    return [advised(failed(source, error.message, error.next))];
  } finally {
    clearTimeout(timer);
    // Calls that nobody waits for any more must not hold the process.
    over.abort();
  }
}

class TookTooLong extends Error {
  readonly next =
    "See whether the service is slow, or something between it and this machine; then try again.";

  constructor(limitMs: number) {
    super(`It did not answer everything within ${Math.ceil(limitMs / 1_000)} s.`);
    this.name = "TookTooLong";
  }
}

async function look(
  source: DirectorySource,
  frame: DirectoryFrame & { readonly signal: AbortSignal },
): Promise<DoctorLine[]> {
  const found = await lookAt(source, frame);
  const lines = found.map((each) => advised({ subject: source.id, ...each }));
  // The first line is the sign-in. Why it was refused is not said where the clock is the reason.
  if (lines[0]?.state !== "failed") return lines;
  return [...lines, ...(await checkClock(source.id, await addressOf(source), frame.now))];
}

type Found = Pick<DoctorLine, "state" | "sentence" | "next">;

async function lookAt(
  source: DirectorySource,
  frame: DirectoryFrame & { readonly signal: AbortSignal },
): Promise<readonly Found[]> {
  const { env, now, firstSynced, signal } = frame;
  switch (source.type) {
    case "okta": {
      const { checkOkta } = await import("../../sources/okta/check.js");
      return checkOkta(brief(source), {
        env,
        now: now(),
        signal,
        ...(firstSynced !== undefined && { firstSynced }),
      });
    }
    case "entra": {
      const { checkEntra } = await import("../../sources/msgraph/check.js");
      return checkEntra(brief(source), { env, now, signal });
    }
    default:
      return source satisfies never;
  }
}

async function addressOf(source: DirectorySource): Promise<string> {
  if (source.type === "okta") return source.orgUrl;
  const { hostsOf } = await import("../../sources/msgraph/clouds.js");
  return hostsOf(source).login;
}

/** The same source with less patience. */
function brief<Source extends { readonly remote: RemoteConfig }>(source: Source): Source {
  const { attempts, deadlineMs, patienceMs } = source.remote;
  const remote = {
    ...source.remote,
    attempts: Math.min(attempts, ATTEMPTS),
    deadlineMs: Math.min(deadlineMs, DEADLINE_MS),
    patienceMs: Math.min(patienceMs, PATIENCE_MS),
  };
  return { ...source, remote };
}

/** The config of Entra pins its tenant: that it is another one than the graph's needs no question. */
function otherTenant(source: DirectorySource, firstSynced: string | undefined): DoctorLine[] {
  if (source.type !== "entra" || firstSynced === undefined) return [];
  if (source.tenantId.toLowerCase() === firstSynced.toLowerCase()) return [];
  return [
    failed(
      source,
      `The config names tenant ${source.tenantId}, and this source was first synced from ${firstSynced}.`,
      "Correct `tenantId:`; give another tenant a source id of its own.",
    ),
  ];
}

function failed(
  { id: subject }: DirectorySource,
  sentence: string,
  next: string | null,
): DoctorLine {
  return { subject, state: "failed", sentence, next };
}
