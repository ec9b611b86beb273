import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { configSchema } from "../../src/platform/config.js";
import { type HrSourceConfig } from "../../src/platform/config-sources.js";
import type {
  EmploymentObservation,
  Quarantined,
  SourceEnd,
  TeamObservation,
} from "../../src/sources/port.js";
import { createHrSource } from "../../src/sources/hr/source.js";

/** A row of a people file by header; what is left out is empty. */
export type PersonRow = Readonly<Record<string, string>>;

/** How CSV text is written. */
export interface CsvManner {
  readonly delimiter?: string;
  readonly lineEnd?: string;
  readonly bom?: boolean;
}

/** The headers that `writePeopleCsv` and `writeTeamsCsv` write, in this order. */
export const PEOPLE_HEADERS = [
  "Employee ID",
  "Name",
  "Work Email",
  "Hire Date",
  "Termination Date",
  "Leave From",
  "Leave To",
  "Manager ID",
  "Department ID",
  "Position ID",
  "Time Zone",
  "Worker Type",
] as const;
export const TEAM_HEADERS = ["Team ID", "Name", "Parent ID", "Head ID", "Deputies"] as const;

/** Table text with quotes where they are needed. */
export function csvText(rows: readonly (readonly string[])[], manner: CsvManner = {}): string {
  const { delimiter = ",", lineEnd = "\n", bom = false } = manner;
  const cell = (text: string): string =>
    /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = rows.map((row) => row.map(cell).join(delimiter) + lineEnd);
  return (bom ? "\uFEFF" : "") + lines.join("");
}

export interface WriteOptions {
  /** File name; `people.csv` or `teams.csv` unless told. */
  readonly file?: string;
  /** Time of modification: the newest file is the snapshot. */
  readonly at?: Date | number;
}

/** Writes a people file. Rows are keyed by `PEOPLE_HEADERS`; other keys become columns of their own. */
export async function writePeopleCsv(
  dir: string,
  rows: readonly PersonRow[],
  options: WriteOptions = {},
): Promise<string> {
  return writeTable(join(dir, options.file ?? "people.csv"), PEOPLE_HEADERS, { rows, options });
}

/** Writes a teams file, keyed by `TEAM_HEADERS`. */
export async function writeTeamsCsv(
  dir: string,
  rows: readonly PersonRow[],
  options: WriteOptions = {},
): Promise<string> {
  return writeTable(join(dir, options.file ?? "teams.csv"), TEAM_HEADERS, { rows, options });
}

async function writeTable(
  path: string,
  usual: readonly string[],
  content: { readonly rows: readonly PersonRow[]; readonly options: WriteOptions },
): Promise<string> {
  const own = new Set(content.rows.flatMap((row) => Object.keys(row)));
  const headers = [...usual, ...[...own].filter((header) => !usual.includes(header))];
  const cells = content.rows.map((row) => headers.map((header) => row[header] ?? ""));
  return writeHrFile(path, csvText([headers, ...cells]), content.options);
}

/** Writes any bytes as an HR file, with a time of modification. */
export async function writeHrFile(
  path: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<string> {
  await writeFile(path, content);
  if (options.at !== undefined) await utimes(path, new Date(options.at), new Date(options.at));
  return path;
}

const worlds: string[] = [];
// Registered in whichever test file imports this one; vitest ends its workers without an exit event.
afterAll(async () => {
  await Promise.all(worlds.splice(0).map((world) => rm(world, { recursive: true, force: true })));
});

/** A new folder with an empty `hr` folder in it; it goes when the test file is done. */
export async function hrWorld(): Promise<{ readonly baseDir: string; readonly hr: string }> {
  const baseDir = await mkdtemp(join(tmpdir(), "countersign-hr-"));
  worlds.push(baseDir);
  const hr = join(baseDir, "hr");
  await mkdir(hr);
  return { baseDir, hr };
}

/** An HR source's config with its defaults filled in. */
export function hrConfig(overrides: Readonly<Record<string, unknown>> = {}): HrSourceConfig {
  const source = { id: "hr", type: "hr-files", folder: "hr", ...overrides };
  const [parsed] = configSchema.parse({ sources: [source] }).sources;
  if (parsed?.type !== "hr-files") throw new Error("not an HR source");
  return parsed;
}

/** Everything one read gave. */
export interface HrReading {
  readonly people: readonly EmploymentObservation[];
  readonly teams: readonly TeamObservation[];
  readonly quarantined: readonly Quarantined[];
  readonly pageSizes: readonly number[];
  readonly end: SourceEnd;
}

export interface ReadOptions {
  readonly cursor?: string | null;
  readonly at?: number;
  readonly signal?: AbortSignal;
}

/** Reads a folder to its end. */
export async function readHrFolder(
  config: HrSourceConfig,
  baseDir: string,
  options: ReadOptions = {},
): Promise<HrReading> {
  const people: EmploymentObservation[] = [];
  const teams: TeamObservation[] = [];
  const quarantined: Quarantined[] = [];
  const pageSizes: number[] = [];
  const ends: SourceEnd[] = [];
  const source = createHrSource(config, { baseDir });
  const request = {
    cursor: options.cursor ?? null,
    at: options.at ?? Date.UTC(2026, 10, 22),
    signal: options.signal ?? new AbortController().signal,
  };
  for await (const part of source.read(request)) {
    if (part.kind === "end") {
      ends.push(part);
      continue;
    }
    pageSizes.push(part.observations.length);
    quarantined.push(...part.quarantined);
    for (const each of part.observations) {
      if (each.kind === "employment") people.push(each);
      else if (each.kind === "team") teams.push(each);
    }
  }
  const [end, ...more] = ends;
  if (end === undefined || more.length > 0) throw new Error(`a read ended ${ends.length} times`);
  return { people, teams, quarantined, pageSizes, end };
}
