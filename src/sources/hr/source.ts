import type { HrSourceConfig } from "../../platform/config-sources.js";
import { CountersignError } from "../../platform/errors.js";
import { contentHash } from "../../platform/ids.js";
import type { Problem } from "../../platform/problem.js";
import type { ReadRequest, Source, SourceEnd, SourcePage } from "../port.js";
import { hashFile } from "./client.js";
import { CONVERTER_VERSION } from "./convert.js";
import {
  readCursor,
  sortFiles,
  withApplied,
  writeCursor,
  type Applied,
  type HrCursor,
} from "./cursor.js";
import { createDayInstants } from "./day-instants.js";
import { listFolder, newest, type HrFile, type HrFolder } from "./files.js";
import type { HrScope } from "./header-names.js";
import { fileRules } from "./rules.js";
import { readScope, type ScopeResult } from "./scope-read.js";
import type { SeenIds } from "./seen-ids.js";
import type { Survey } from "./survey.js";

/**
 * HR files dropped in a folder, as a source.
 *
 * - `snapshot`: the newest people file and the newest teams file are everything (by time of
 *   modification, then by name). The cursor is always null.
 * - `changes`: files are applied once, in name order; the cursor tells up to which. A record is
 *   observed once a read, as its last readable row tells it.
 *
 * A row that cannot be believed is quarantined and the rest goes on. `recordId` null says that
 * nobody knows whose row it was: from such a read nobody's absence may be concluded.
 */
export function createHrSource(
  config: HrSourceConfig,
  options: { readonly baseDir: string },
): Source {
  return {
    id: config.id,
    converterHash: contentHash({
      converter: CONVERTER_VERSION,
      columns: config.columns,
      teamColumns: config.teamColumns,
      zone: config.zone,
    }),
    read: (request) => readHr(config, { baseDir: options.baseDir, request }),
  };
}

export interface HrRead {
  readonly baseDir: string;
  readonly request: ReadRequest;
  /** Is told what each file turned out to be: for `doctor`. */
  readonly onSurvey?: (survey: Survey, refusal: readonly Problem[]) => void;
}

/** The read behind `createHrSource`. */
export async function* readHr(
  config: HrSourceConfig,
  read: HrRead,
): AsyncGenerator<SourcePage | SourceEnd> {
  const { request } = read;
  request.signal.throwIfAborted();
  const folder = await listFolder(config, read.baseDir);
  const cursor = readCursor(config.mode === "changes" ? request.cursor : null);
  refuseMissing(config, folder, cursor);
  const chosen = {
    teams: choose(config, folder.teams, cursor.teams),
    employments: choose(config, folder.people, cursor.employments),
  };
  const sizes = [...chosen.teams, ...chosen.employments].map((file) => file.size);
  const progress = { done: 0, total: 2 * sizes.reduce((sum, size) => sum + size, 0) };
  const instants = createDayInstants();
  const rules = fileRules(config);
  const remarks: string[] = [];
  const scope = (name: HrScope, teams: SeenIds | null): AsyncGenerator<SourcePage, ScopeResult> =>
    readScope({
      rules,
      request,
      instants,
      progress,
      teams,
      scope: name,
      files: chosen[name],
      onSurvey: read.onSurvey ?? (() => undefined),
    });
  // Teams first: then the people's team references can be compared with them.
  const teams = folder.teams.length === 0 ? null : yield* scope("teams", null);
  const people = yield* scope(
    "employments",
    config.mode === "snapshot" ? (teams?.ids ?? null) : null,
  );
  remarks.push(...(teams?.remarks ?? []), ...people.remarks, ...unreadRemarks(folder));
  const step = { config, folder, cursor, remarks, signal: request.signal };
  yield {
    kind: "end",
    certificates: [people.certificate, ...(teams === null ? [] : [teams.certificate])],
    cursor: await nextCursor(step, { people, teams }),
    remarks,
  };
}

function choose(
  config: HrSourceConfig,
  files: readonly HrFile[],
  applied: Applied | null,
): readonly HrFile[] {
  if (config.mode === "changes") return sortFiles(files, applied).pending;
  const file = newest(files);
  return file === null ? [] : [file];
}

function refuseMissing(config: HrSourceConfig, folder: HrFolder, cursor: HrCursor): void {
  // Files that were applied may be archived: a folder without new changes is a quiet day.
  if (folder.people.length > 0 || cursor.employments !== null) return;
  const unread = folder.unread.slice(0, 3).join(", ");
  throw new CountersignError({
    code: "HR_FILE_MISSING",
    message:
      `No people file in ${folder.shown}: nothing there matches ${config.people} and ends in .csv, .jsonl or .json.` +
      (unread === "" ? "" : ` Not read: ${unread}.`),
    next: "Put an export there, or correct `folder:` and `people:` in the config.",
    data: { source: config.id },
  });
}

function unreadRemarks(folder: HrFolder): string[] {
  if (folder.unread.length === 0) return [];
  const names = folder.unread.slice(0, 5).join(", ");
  return [
    `${folder.shown}: not read because of their ending: ${names}. Export as .csv, .jsonl or .json.`,
  ];
}

interface CursorStep {
  readonly config: HrSourceConfig;
  readonly folder: HrFolder;
  readonly cursor: HrCursor;
  readonly remarks: string[];
  readonly signal: AbortSignal;
}

async function nextCursor(
  step: CursorStep,
  results: { readonly people: ScopeResult; readonly teams: ScopeResult | null },
): Promise<string | null> {
  if (step.config.mode === "snapshot") return null;
  const { folder, cursor } = step;
  return writeCursor({
    version: 1,
    employments: await nextApplied(step, {
      files: folder.people,
      applied: cursor.employments,
      result: results.people,
    }),
    teams: await nextApplied(step, {
      files: folder.teams,
      applied: cursor.teams,
      result: results.teams,
    }),
  });
}

interface ScopeState {
  readonly files: readonly HrFile[];
  readonly applied: Applied | null;
  readonly result: ScopeResult | null;
}

async function nextApplied(step: CursorStep, state: ScopeState): Promise<Applied | null> {
  const { files, applied, result } = state;
  const { late, last } = sortFiles(files, applied);
  for (const file of late) {
    step.remarks.push(
      `${file.shown}: came after ${applied?.last ?? ""} had been applied and sorts before it, ` +
        "so it was not read. Rename it so that it sorts last.",
    );
  }
  const changed =
    last !== null && applied !== null && (await hashFile(last.path, step.signal)) !== applied.hash;
  if (changed) {
    step.remarks.push(
      `${last.shown}: was changed after it had been applied. A file is applied once: ` +
        "deliver the change in a new file.",
    );
  }
  const lastApplied = result?.applied.at(-1);
  if (result === null || lastApplied === undefined) return applied;
  const hash = await hashFile(lastApplied.path, step.signal);
  return withApplied(applied, { files, newly: result.applied, hash });
}
