import type { HrSourceConfig } from "../../platform/config-sources.js";
import { systemClock } from "../../platform/clock.js";
import { CountersignError } from "../../platform/errors.js";
import type { Problem } from "../../platform/problem.js";
import type { Instant } from "../../domain/time.js";
import type { Certificate } from "../port.js";
import { listFolder } from "./files.js";
import type { HrScope } from "./header-names.js";
import type { ColumnMapping } from "./headers.js";
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

/** What a sync from the start would find in a folder. Nothing is written anywhere. */
export interface HrInspection {
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
  const found = { observations: 0, quarantined: 0, problems: new Array<Problem>() };
  let certificates: readonly Certificate[] = [];
  let remarks: readonly string[] = [];
  const request = {
    cursor: null,
    at: options.at ?? systemClock.now(),
    signal: options.signal ?? new AbortController().signal,
  };
  const onSurvey = (survey: Survey): void => void surveys.set(survey.file.path, survey);
  try {
    for await (const part of readHr(config, { baseDir, request, onSurvey })) {
      if (part.kind === "end") ({ certificates, remarks } = part);
      else {
        found.observations += part.observations.length;
        found.quarantined += part.quarantined.length;
        const room = PROBLEM_LIMIT - found.problems.length;
        found.problems.push(...part.quarantined.slice(0, room).map((each) => each.problem));
      }
    }
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== "HR_FILE_MISSING") throw error;
    found.problems.push(missingProblem(error, config));
  }
  return {
    folder: config.folder,
    files: await inspectedFiles(config, baseDir, surveys),
    ...found,
    certificates,
    remarks,
  };
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
