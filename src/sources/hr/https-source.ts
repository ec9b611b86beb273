import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HrHttpsSourceConfig } from "../../platform/config-sources.js";
import type { CountersignError } from "../../platform/errors.js";
import { contentHash } from "../../platform/ids.js";
import type { Certificate, ReadRequest, Source, SourceEnd, SourcePage } from "../port.js";
import { SourceRefused } from "../remote/errors.js";
import { tenantFor, type Tenant } from "../remote/tenant.js";
import { CONVERTER_VERSION } from "./convert.js";
import { createDayInstants } from "./day-instants.js";
import type { HrFile } from "./files.js";
import type { HrScope } from "./header-names.js";
import { requestHeaders } from "./https-login.js";
import { presetColumns } from "./https-presets.js";
import { fetchReport, isReportFailure, shownUrl } from "./https-report.js";
import type { ReadingRules } from "./rules.js";
import { readScope, type ScopeResult } from "./scope-read.js";
import type { SeenIds } from "./seen-ids.js";
import type { Survey } from "./survey.js";

/** Largest report that is copied: a million people take about 1 GB (F43). */
const LIMIT_BYTES = 4 * 1024 ** 3;

/** Raised when a preset reads something else than before; the converter's own version is apart. */
const PRESETS_VERSION = 1;

export interface HrHttpsOptions {
  /** Where the secrets are that the config names. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder in which reports are copied while they are read; the system's own for such files unless told. */
  readonly spoolFolder?: string;
  readonly limitBytes?: number;
  /** Is told what each report turned out to be: for `doctor`. */
  readonly onSurvey?: (survey: Survey) => void;
}

/**
 * HR reports over HTTPS as a source: one of people, and one of teams where there is one. Each read
 * fetches them in full, copies them to disk and reads the copies as HR files are read: the same guesses,
 * the same quarantine, the same rules for what may be certified.
 *
 * A report that is refused is uncertified and the other goes on (F10); a page that cannot be had
 * leaves what came before it, added and nothing taken away (F4, F6).
 */
export function createHrHttpsSource(config: HrHttpsSourceConfig, options: HrHttpsOptions): Source {
  return {
    id: config.id,
    converterHash: contentHash({
      converter: CONVERTER_VERSION,
      presets: PRESETS_VERSION,
      preset: config.preset,
      columns: config.columns,
      teamColumns: config.teamColumns,
      zone: config.zone,
    }),
    read: (request) => readReports(config, options, request),
  };
}

async function* readReports(
  config: HrHttpsSourceConfig,
  options: HrHttpsOptions,
  request: ReadRequest,
): AsyncGenerator<SourcePage | SourceEnd> {
  request.signal.throwIfAborted();
  const headers = requestHeaders(config, options.env);
  const folder = await mkdtemp(join(options.spoolFolder ?? tmpdir(), "countersign-report-"));
  try {
    const fetching = { config, headers, folder, request, limitBytes: options.limitBytes };
    const { teams, people, retries } = await fetchBoth(fetching);
    const reading = {
      rules: reportRules(config),
      request,
      onSurvey: options.onSurvey ?? (() => undefined),
      ...startOfReading([teams, people]),
    };
    const readTeams = teams === null ? null : yield* readOne(reading, teams, null);
    const readPeople = yield* readOne(reading, people, readTeams?.ids ?? null);
    const results = [readPeople, ...(readTeams === null ? [] : [readTeams])];
    yield {
      kind: "end",
      certificates: results.map((result) => result.certificate),
      cursor: null,
      remarks: [
        ...results.toReversed().flatMap((result) => result.remarks),
        ...retryRemark(retries),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A report as far as it came. */
interface Fetched {
  readonly scope: HrScope;
  readonly url: string;
  readonly file: HrFile | null;
  readonly remarks: readonly string[];
  /** Why there is nothing of it; null when there is. */
  readonly failure: CountersignError | null;
}

interface Fetching {
  readonly config: HrHttpsSourceConfig;
  readonly headers: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly request: ReadRequest;
  readonly limitBytes: number | undefined;
}

interface Both {
  readonly people: Fetched;
  readonly teams: Fetched | null;
  readonly retries: number;
}

/** @throws the failure of the people report when nothing can be read, or when it may pass by itself */
async function fetchBoth(fetching: Fetching): Promise<Both> {
  const { config } = fetching;
  const urls = [config.url, ...(config.teamsUrl === undefined ? [] : [config.teamsUrl])];
  const tenants = new Map(urls.map((url) => [url, tenantOf(url, config)]));
  const begun = new Set(tenants.values());
  for (const tenant of begun) tenant.beginRead();
  const fetchOne = (scope: HrScope, url: string): Promise<Fetched> =>
    fetchScope(fetching, { scope, url, tenant: tenants.get(url) ?? tenantOf(url, config) });
  const people = await fetchOne("employments", config.url);
  const { failure } = people;
  if (failure !== null && !(failure instanceof SourceRefused)) throw failure;
  const teams = config.teamsUrl === undefined ? null : await fetchOne("teams", config.teamsUrl);
  if (failure !== null && (teams === null || teams.failure !== null)) throw failure;
  const retries = [...begun].reduce((sum, tenant) => sum + tenant.retries, 0);
  return { people, teams, retries };
}

function tenantOf(url: string, { remote }: HrHttpsSourceConfig): Tenant {
  return tenantFor(`hr-https ${new URL(url).origin}`, remote);
}

async function fetchScope(
  { config, headers, folder, request, limitBytes }: Fetching,
  {
    scope,
    url,
    tenant,
  }: { readonly scope: HrScope; readonly url: string; readonly tenant: Tenant },
): Promise<Fetched> {
  try {
    const { file, remarks } = await fetchReport({
      scope,
      url,
      config,
      headers,
      tenant,
      signal: request.signal,
      copy: join(folder, `${scope}.json`),
      limitBytes: limitBytes ?? LIMIT_BYTES,
    });
    return { scope, url, file, remarks, failure: null };
  } catch (error) {
    if (!isReportFailure(error)) throw error;
    return { scope, url, file: null, remarks: [], failure: error };
  }
}

interface Reading {
  readonly rules: ReadingRules;
  readonly request: ReadRequest;
  readonly onSurvey: (survey: Survey) => void;
  readonly instants: ReturnType<typeof createDayInstants>;
  readonly progress: { done: number; total: number };
}

function startOfReading(
  reports: readonly (Fetched | null)[],
): Pick<Reading, "instants" | "progress"> {
  const bytes = reports.reduce((sum, report) => sum + (report?.file?.size ?? 0), 0);
  return { instants: createDayInstants(), progress: { done: 0, total: 2 * bytes } };
}

type OneResult = Pick<ScopeResult, "certificate" | "remarks" | "ids">;

async function* readOne(
  reading: Reading,
  report: Fetched,
  teams: SeenIds | null,
): AsyncGenerator<SourcePage, OneResult> {
  const { scope, file, failure } = report;
  if (file !== null) {
    const result = yield* readScope({ ...reading, scope, files: [file], teams });
    return { ...result, remarks: [...report.remarks, ...result.remarks] };
  }
  const said = [failure?.message, failure?.next]
    .filter((part) => typeof part === "string")
    .join(" ");
  const certificate: Certificate = {
    scope,
    complete: false,
    reason: `${shownUrl(report.url)}: ${said}`,
    count: 0,
    scopeHash: contentHash(reading.rules.asked(scope)),
    basis: "sweep",
  };
  return { certificate, remarks: [`${shownUrl(report.url)}: not read. ${said}`], ids: null };
}

function reportRules(config: HrHttpsSourceConfig): ReadingRules {
  const { preset, columns: configured, teamColumns } = config;
  return {
    mode: "snapshot",
    zone: config.zone,
    columns: (scope, headers) =>
      scope === "employments"
        ? presetColumns({ preset, headers, configured })
        : { configured: teamColumns },
    asked: (scope) =>
      scope === "employments"
        ? { url: config.url, preset, presets: PRESETS_VERSION, configured }
        : { url: config.teamsUrl, preset, presets: PRESETS_VERSION, configured: teamColumns },
  };
}

function retryRemark(retries: number): string[] {
  if (retries === 0) return [];
  return [`${retries} of the calls had to be repeated before they were answered.`];
}
