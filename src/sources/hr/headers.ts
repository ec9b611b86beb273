import { EMPLOYMENT_FIELDS, TEAM_FIELDS } from "../../platform/config-sources.js";
import {
  EMPLOYMENT_NAMES,
  FAMILY_NAMES,
  foldHeader,
  GIVEN_NAMES,
  REQUIRED,
  STATUS_NAMES,
  TEAM_NAMES,
  type HrField,
  type HrScope,
} from "./header-names.js";
import { quote } from "./text.js";

/** One field and the header that feeds it; two headers where a name is put together from two. */
export interface MappedColumn {
  readonly field: HrField;
  readonly headers: readonly string[];
  /** Where they stand in the header, from 0. */
  readonly indexes: readonly number[];
  readonly by: "configured" | "guessed";
}

export interface MappingFault {
  readonly rule: "column-missing" | "column-unknown" | "column-twice";
  readonly sentence: string;
}

/** Which header feeds which field, for people to check and for the converter to follow. */
export interface ColumnMapping {
  readonly scope: HrScope;
  readonly columns: readonly MappedColumn[];
  /** Headers that nothing reads. */
  readonly ignored: readonly string[];
  /** Ignored headers that tell a status (F13). */
  readonly statuses: readonly string[];
  /** Not empty: the file cannot be read with this mapping. */
  readonly faults: readonly MappingFault[];
}

export interface MappingQuestion {
  readonly scope: HrScope;
  /** `columns` or `teamColumns` of the config: field → header, exactly. */
  readonly configured: Readonly<Partial<Record<HrField, string>>>;
  readonly headers: readonly string[];
  /** Fields that only the config may map. */
  readonly unguessed?: readonly HrField[];
}

/**
 * Maps headers to fields: what the config names, then what the headers' own names suggest. All faults
 * at once, each saying what to put under `columns:`. Pure; the same headers always map the same way.
 */
export function explainMapping(question: MappingQuestion): ColumnMapping {
  const { scope, configured } = question;
  const headers = question.headers.map((header) => header.trim());
  const faults: MappingFault[] = [];
  const columns = new Map<HrField, MappedColumn>();
  const claimed = new Set<number>();
  for (const field of fieldsOf(scope)) {
    const wanted = configured[field];
    if (wanted === undefined) continue;
    const column = configuredColumn(field, wanted, { scope, headers, faults });
    if (column === null) continue;
    columns.set(field, column);
    for (const index of column.indexes) claimed.add(index);
  }
  for (const field of fieldsOf(scope)) {
    if (configured[field] !== undefined || question.unguessed?.includes(field)) continue;
    const column = guessedColumn(field, { scope, headers, claimed, faults });
    if (column === null) continue;
    columns.set(field, column);
    for (const index of column.indexes) claimed.add(index);
  }
  const missing = REQUIRED[scope].filter(
    (field) => !columns.has(field) && configured[field] === undefined,
  );
  if (missing.length > 0) faults.push(missingColumns(scope, missing, headers));
  const ignored = headers.filter((header, index) => header !== "" && !claimed.has(index));
  return {
    scope,
    columns: [...columns.values()],
    ignored,
    statuses: ignored.filter((header) => STATUS_NAMES.has(foldHeader(header))),
    faults,
  };
}

/** What of a mapping decides the meaning of a file: part of the scope hash (L17). */
export function mappingInForce(
  mapping: ColumnMapping,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(mapping.columns.map((column) => [column.field, column.headers]));
}

function fieldsOf(scope: HrScope): readonly HrField[] {
  return scope === "employments" ? EMPLOYMENT_FIELDS : TEAM_FIELDS;
}

/** Name of the config's key that corrects a mapping. */
function configKey(scope: HrScope): string {
  return scope === "employments" ? "columns:" : "teamColumns:";
}

interface Ground {
  readonly scope: HrScope;
  readonly headers: readonly string[];
  readonly faults: MappingFault[];
}

function configuredColumn(field: HrField, wanted: string, ground: Ground): MappedColumn | null {
  const { headers, faults } = ground;
  const exact = headers.includes(wanted.trim());
  const names = exact ? [wanted.trim()] : wanted.split(" + ").map((name) => name.trim());
  const unknown = names.filter((name) => !headers.includes(name));
  if (unknown.length > 0 || (names.length > 1 && field !== "name")) {
    const near = headers.find((header) => foldHeader(header) === foldHeader(wanted));
    faults.push({
      rule: "column-unknown",
      sentence:
        `${configKey(ground.scope)} says ${field} is in ${quote(wanted)}, but no header is called that. ` +
        (near === undefined
          ? `The headers are ${listed(headers)}.`
          : `Did you mean ${quote(near)}?`),
    });
    return null;
  }
  for (const name of names) noteTwice(field, name, ground);
  const indexes = names.map((name) => headers.indexOf(name));
  return { field, headers: names, indexes, by: "configured" };
}

function noteTwice(field: HrField, name: string, ground: Ground): void {
  if (ground.headers.indexOf(name) === ground.headers.lastIndexOf(name)) return;
  ground.faults.push({
    rule: "column-twice",
    sentence: `${field} is read from ${quote(name)}, and two columns are called that. Rename one of them.`,
  });
}

function guessedColumn(
  field: HrField,
  ground: Ground & { readonly claimed: ReadonlySet<number> },
): MappedColumn | null {
  // `fieldsOf` gave this field for this scope, so the table of the scope has it.
  const names: readonly string[] =
    ground.scope === "employments"
      ? (EMPLOYMENT_NAMES[field as keyof typeof EMPLOYMENT_NAMES] ?? [])
      : (TEAM_NAMES[field as keyof typeof TEAM_NAMES] ?? []);
  const index = firstHeader(names, ground);
  if (index !== null) {
    const header = ground.headers[index] ?? "";
    noteTwice(field, header, ground);
    return { field, headers: [header], indexes: [index], by: "guessed" };
  }
  if (field !== "name" || ground.scope !== "employments") return null;
  const parts = [firstHeader(GIVEN_NAMES, ground), firstHeader(FAMILY_NAMES, ground)];
  const indexes = parts.filter((part) => part !== null);
  if (indexes.length < 2) return null;
  const headers = indexes.map((part) => ground.headers[part] ?? "");
  return { field, headers, indexes, by: "guessed" };
}

function firstHeader(
  names: readonly string[],
  ground: { readonly headers: readonly string[]; readonly claimed: ReadonlySet<number> },
): number | null {
  const folded = ground.headers.map(foldHeader);
  for (const name of names) {
    const index = folded.findIndex((header, at) => header === name && !ground.claimed.has(at));
    if (index !== -1) return index;
  }
  return null;
}

function missingColumns(
  scope: HrScope,
  missing: readonly HrField[],
  headers: readonly string[],
): MappingFault {
  const example = missing.map((field) => `${field}: <header>`).join(", ");
  return {
    rule: "column-missing",
    sentence:
      `No header was recognised for ${missing.join(", ")}. The headers are ${listed(headers)}. ` +
      `Put ${configKey(scope)} {${example}} in the config.`,
  };
}

function listed(headers: readonly string[]): string {
  const named = headers.filter((header) => header !== "");
  if (named.length === 0) return "empty";
  const shown = named.slice(0, 40).map(quote).join(", ");
  return named.length > 40 ? `${shown} and ${named.length - 40} more` : shown;
}
