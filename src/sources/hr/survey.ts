import type { HrSourceConfig } from "../../platform/config.js";
import type { Problem } from "../../platform/problem.js";
import { readHeader, readTable, type TableHeader } from "./client.js";
import { noteDayOrder, type DayOrder } from "./dates.js";
import type { HrFile } from "./files.js";
import type { HrField } from "./header-names.js";
import { explainMapping, type ColumnMapping } from "./headers.js";
import type { RowGround } from "./ground.js";
import { faultOfForm, rawField, readableId } from "./row-facts.js";
import { SeenIds } from "./seen-ids.js";
import type { TableEnding, TableRow } from "./table.js";
import { cleanText, looksLikeAddress } from "./text.js";

/** What the first pass over a file found out: everything that one row cannot know. */
export interface Survey {
  readonly file: HrFile;
  readonly header: TableHeader;
  readonly mapping: ColumnMapping;
  readonly ground: RowGround;
  readonly rows: number;
  readonly ending: TableEnding;
  readonly dayOrders: ReadonlyMap<HrField, DayOrder>;
  readonly ids: SeenIds;
  /** Worker ids where they are not the record ids; else null. */
  readonly workers: SeenIds | null;
  /** How many values of an id column there are, and how many are e-mail addresses. */
  readonly idColumns: ReadonlyMap<HrField, IdTally>;
  readonly emptyKeys: number;
  /** Rows whose record id was on an earlier row. */
  readonly repeatedKeys: number;
  /** Positions that hold no digit: job titles rather than seats. */
  readonly wordyPositions: number;
}

export interface IdTally {
  filled: number;
  addresses: number;
}

const DATE_FIELDS = ["startDate", "endDate", "leaveFrom", "leaveTo", "effectiveDate"] as const;
const ID_FIELDS = [
  "workerId",
  "recordId",
  "manager",
  "team",
  "position",
  "teamId",
  "parent",
  "head",
  "deputies",
] as const;

export interface SurveyOptions {
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/**
 * Reads a file once without keeping it: header and mapping, ids that occur twice, in which order
 * dates are written, how well the key is filled, whether the file has an end.
 */
export async function surveyFile(
  file: HrFile,
  config: HrSourceConfig,
  options: SurveyOptions,
): Promise<Survey> {
  const header = await readHeader(file, options.signal);
  const configured = file.scope === "employments" ? config.columns : config.teamColumns;
  const mapping = explainMapping({ scope: file.scope, configured, headers: header.headers });
  const columns = new Map(mapping.columns.map((column) => [column.field, column]));
  const key: HrField = keyField(file, columns);
  const ground = {
    file,
    width: file.format === "csv" ? header.headers.length : null,
    columns,
    key,
  };
  const surveyor = new Surveyor(ground);
  const readable = header.fault === null && mapping.faults.length === 0;
  let ending: TableEnding = { trusted: header.recordless, reason: null, holdsNul: false };
  if (readable) {
    for await (const chunk of readTable(file, header, options)) {
      for (const row of chunk.rows) surveyor.note(row);
      options.onBytes(chunk.bytes);
      ending = chunk.ending ?? ending;
    }
  }
  return { file, header, mapping, ground, ending, ...surveyor.result() };
}

function keyField(file: HrFile, columns: ReadonlyMap<HrField, unknown>): HrField {
  if (file.scope === "teams") return "teamId";
  return columns.has("recordId") ? "recordId" : "workerId";
}

class Surveyor {
  readonly #ground: RowGround;
  readonly #dates: readonly HrField[];
  readonly #ids = new SeenIds();
  readonly #workers: SeenIds | null;
  readonly #orders = new Map<HrField, DayOrder>();
  readonly #tallies = new Map<HrField, IdTally>();
  #rows = 0;
  #keyed = 0;
  #emptyKeys = 0;
  #wordyPositions = 0;

  constructor(ground: RowGround) {
    this.#ground = ground;
    this.#dates = DATE_FIELDS.filter((field) => ground.columns.has(field));
    this.#workers = ground.key === "recordId" ? new SeenIds() : null;
    for (const field of ID_FIELDS) {
      if (ground.columns.has(field)) this.#tallies.set(field, { filled: 0, addresses: 0 });
    }
  }

  note(row: TableRow): void {
    this.#rows += 1;
    const id = readableId(row, this.#ground);
    if (id !== null) {
      this.#keyed += 1;
      this.#ids.add(id, row.line);
    }
    if (faultOfForm(row, this.#ground) !== null) return;
    if (id === null && cleanText(rawField(row, this.#ground.key, this.#ground)) === "")
      this.#emptyKeys += 1;
    for (const [field, tally] of this.#tallies) this.#noteId(row, field, tally);
    for (const field of this.#dates) {
      const sofar = this.#orders.get(field) ?? "undecided";
      const now = noteDayOrder(sofar, cleanText(rawField(row, field, this.#ground)));
      if (now !== sofar) this.#orders.set(field, now);
    }
  }

  #noteId(row: TableRow, field: HrField, tally: IdTally): void {
    const raw = rawField(row, field, this.#ground);
    const text = cleanText(field === "deputies" ? raw.replace(/[;|].*$/s, "") : raw);
    if (text === "") return;
    tally.filled += 1;
    if (looksLikeAddress(text)) tally.addresses += 1;
    if (field === "workerId") this.#workers?.add(text, row.line, true);
    if (field === "position" && !/\d/.test(text)) this.#wordyPositions += 1;
  }

  result() {
    return {
      rows: this.#rows,
      dayOrders: this.#orders,
      ids: this.#ids,
      workers: this.#workers,
      idColumns: this.#tallies,
      emptyKeys: this.#emptyKeys,
      repeatedKeys: this.#keyed - this.#ids.size,
      wordyPositions: this.#wordyPositions,
    };
  }
}

/** The share of rows without a key from which on the key column itself is doubted (Q7). */
const EMPTY_KEYS_LIMIT = 0.005;
/** The share of repeated keys from which on the key column itself is doubted (Q7). */
const REPEATED_KEYS_LIMIT = 0.1;
/** The share of addresses from which on an id column is mapped wrongly (I11). */
const ADDRESSES_LIMIT = 0.5;

/** Why no row of the file may be believed; empty when rows may be judged one by one. */
export function refusalOf(survey: Survey): readonly Problem[] {
  const place = { file: survey.file.shown, line: null, column: null };
  if (survey.header.recordless) return [];
  if (survey.header.fault !== null) {
    return [{ place, rule: "file-unreadable", sentence: survey.header.fault }];
  }
  if (survey.mapping.faults.length > 0) {
    return survey.mapping.faults.map((fault) => ({ place: { ...place, line: 1 }, ...fault }));
  }
  return [...keyFaults(survey), ...addressFaults(survey)].map((fault) => ({ place, ...fault }));
}

interface Fault {
  readonly rule: string;
  readonly sentence: string;
}

function keyFaults(survey: Survey): Fault[] {
  const { rows, emptyKeys, repeatedKeys } = survey;
  const header = headerOf(survey, survey.ground.key);
  const faults: Fault[] = [];
  // One row without a key is a bad row; several are a bad column.
  if (emptyKeys > 1 && emptyKeys > rows * EMPTY_KEYS_LIMIT) {
    const sentence = `${header} is empty in ${emptyKeys} of ${rows} rows: the key column is not read rightly, so no row is taken.`;
    faults.push({ rule: "key-empty", sentence });
  }
  if (repeatedKeys > 1 && repeatedKeys > rows * REPEATED_KEYS_LIMIT) {
    const sentence =
      `${header} repeats in ${repeatedKeys} of ${rows} rows: it does not tell records apart, so no row is taken.` +
      (survey.ground.key === "workerId"
        ? " Where workers have several jobs, map recordId to a column that does."
        : "");
    faults.push({ rule: "key-repeats", sentence });
  }
  return faults;
}

function addressFaults(survey: Survey): Fault[] {
  const faults: Fault[] = [];
  for (const [field, { filled, addresses }] of survey.idColumns) {
    if (addresses <= filled * ADDRESSES_LIMIT) continue;
    faults.push({
      rule: "address-as-id",
      sentence:
        `${field} is read from ${headerOf(survey, field)}, which holds e-mail addresses. An address ` +
        `is never an identity: map ${field} to the column with ${wantedId(field)}.`,
    });
  }
  return faults;
}

function wantedId(field: HrField): string {
  if (field === "manager") return "the manager's employee number";
  if (field === "team" || field === "teamId" || field === "parent") return "the team's own id";
  if (field === "position") return "the number of the position";
  return "the employee number";
}

function headerOf(survey: Survey, field: HrField): string {
  return survey.ground.columns.get(field)?.headers.join(" + ") ?? field;
}
