import type { HrHttpsSourceConfig, HrSourceConfig } from "../../platform/config-sources.js";
import { systemClock } from "../../platform/clock.js";
import { CountersignError } from "../../platform/errors.js";
import type { Problem } from "../../platform/problem.js";
import type { Instant } from "../../domain/time.js";
import type { Certificate, SourceEnd, SourcePage } from "../port.js";
import { listFolder } from "./files.js";
import type { HrScope } from "./header-names.js";
import type { ColumnMapping } from "./headers.js";
import { shownUrl } from "./https-report.js";
import { createHrHttpsSource } from "./https-source.js";
import { readHr } from "./source.js";
import type { Survey } from "./survey.js";

/** Problems that are returned; more are counted only. */
const PROBLEM_LIMIT = 200;

/** One file of the folder; only those that a sync would read have rows and a mapping. */
export interface InspectedFile {
  readonly file: string;
  readonly scope: HrScope;
  readonly bytes: number;
  readonly read: boolean;
  readonly rows: number | null;
  readonly mapping: ColumnMapping | null;
}

/** What a sync from the start would find in a folder or in reports. Nothing is written anywhere. */
export interface HrInspection {
  /** Or the address of the people report, without its query. */
  readonly folder: string;
  readonly files: readonly InspectedFile[];
  readonly observations: number;
  readonly quarantined: number;
  readonly certificates: readonly Certificate[];
  readonly remarks: readonly string[];
  /** The first 200; `quarantined` says how many there are. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a folder as a sync would, for `doctor` and `sync --plan`. A missing folder or file is a
 * problem of the inspection, not a failure of it.
 *
 * @throws CountersignError HR_FILE_UNREADABLE; the signal's reason when it is aborted.
 */
export async function inspectHrFolder(
  config: HrSourceConfig,
  baseDir: string,
  options: { readonly at?: Instant; readonly signal?: AbortSignal } = {},
): Promise<HrInspection> {
  const surveys = new Map<string, Survey>();
  const found = noFindings();
  const request = {
    cursor: null,
    at: options.at ?? systemClock.now(),
    signal: options.signal ?? new AbortController().signal,
  };
  const onSurvey = (survey: Survey): void => void surveys.set(survey.file.path, survey);
  try {
    await take(readHr(config, { baseDir, request, onSurvey }), found);
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== "HR_FILE_MISSING") throw error;
    found.problems.push(missingProblem(error, config));
  }
  const files = await inspectedFiles(config, baseDir, surveys);
  return { folder: config.folder, files, ...found };
}

/** Reads the same from the reports that a source over HTTPS would read, each of them once. */
export async function inspectHrReports(
  config: HrHttpsSourceConfig,
  env: NodeJS.ProcessEnv,
  options: { readonly at: Instant; readonly signal: AbortSignal },
): Promise<HrInspection> {
  const surveys: Survey[] = [];
  const onSurvey = (survey: Survey): void => void surveys.push(survey);
  const found = noFindings();
  const source = createHrHttpsSource(config, { env, onSurvey });
  await take(source.read({ cursor: null, ...options }), found);
  const files = surveys.map(({ file, rows, mapping }) => ({
    file: file.shown,
    scope: file.scope,
    bytes: file.size,
    read: true,
    rows,
    mapping,
  }));
  return { folder: shownUrl(config.url), files, ...found };
}

/** What a read told, counted; of its problems the first ones. */
interface Findings {
  observations: number;
  quarantined: number;
  readonly problems: Problem[];
  certificates: readonly Certificate[];
  remarks: readonly string[];
}

function noFindings(): Findings {
  return { observations: 0, quarantined: 0, problems: [], certificates: [], remarks: [] };
}

/** Reads to the end, and notes in `found` as it goes: a read that fails in the middle told something too. */
async function take(parts: AsyncIterable<SourcePage | SourceEnd>, found: Findings): Promise<void> {
  for await (const part of parts) {
    if (part.kind === "end") {
      found.certificates = part.certificates;
      found.remarks = part.remarks;
      continue;
    }
    found.observations += part.observations.length;
    found.quarantined += part.quarantined.length;
    const room = PROBLEM_LIMIT - found.problems.length;
    found.problems.push(...part.quarantined.slice(0, room).map((each) => each.problem));
  }
}

function missingProblem(error: CountersignError, config: HrSourceConfig): Problem {
  return {
    place: { file: config.folder, line: null, column: null },
    rule: "file-missing",
    sentence: [error.message, error.next].filter((part) => part !== null).join(" "),
  };
}

async function inspectedFiles(
  config: HrSourceConfig,
  baseDir: string,
  surveys: ReadonlyMap<string, Survey>,
): Promise<readonly InspectedFile[]> {
  const folder = await listFolder(config, baseDir).catch(() => null);
  return [...(folder?.people ?? []), ...(folder?.teams ?? [])].map((file) => {
    const survey = surveys.get(file.path);
    return {
      file: file.shown,
      scope: file.scope,
      bytes: file.size,
      read: survey !== undefined,
      rows: survey?.rows ?? null,
      mapping: survey?.mapping ?? null,
    };
  });
}
