import { readHeader, readTable } from "./client.js";
import { noteDayOrder, type DayOrder } from "./dates.js";
import type { HrFile } from "./files.js";
import type { HrField } from "./header-names.js";
import { explainMapping, type ColumnMapping } from "./headers.js";
import type { RowGround } from "./ground.js";
import { faultOfForm, rawField, readableId } from "./row-facts.js";
import type { ReadingRules } from "./rules.js";
import { SeenIds } from "./seen-ids.js";
import type { TableEnding, TableHeader, TableRow } from "./table.js";
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
  rules: ReadingRules,
  options: SurveyOptions,
): Promise<Survey> {
  const header = await readHeader(file, options.signal);
  const { headers } = header;
  const { scope } = file;
  const mapping = explainMapping({ scope, headers, ...rules.columns(scope, headers) });
  const columns = new Map(mapping.columns.map((column) => [column.field, column]));
  const key: HrField = keyField(file, columns);
  const ground = {
    file,
    width: file.format === "csv" ? headers.length : null,
    columns,
    key,
  };
  const surveyor = new Surveyor(ground);
  const readable = header.fault === null && mapping.faults.length === 0;
  let ending: TableEnding = { trusted: header.recordless, reason: null, holdsNul: false };
  if (readable) {
    for await (const chunk of readTable(file, header, options.signal)) {
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

  /** What was counted, ready to be spread into a survey. */
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
