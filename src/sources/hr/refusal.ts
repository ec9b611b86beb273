import type { Problem } from "../../platform/problem.js";
import type { HrField } from "./header-names.js";
import type { Survey } from "./survey.js";

/** The share of rows without a key from which on the key column itself is doubted (Q7). */
const EMPTY_KEYS_LIMIT = 0.005;
/** The share of repeated keys from which on the key column itself is doubted (Q7). */
const REPEATED_KEYS_LIMIT = 0.1;
/** The share of addresses from which on an id column is mapped wrongly (I11). */
const ADDRESSES_LIMIT = 0.5;

/** Why no row of the file may be believed; empty when rows may be judged one by one. */
export function refusalOf(survey: Survey): readonly Problem[] {
  const { shown, report } = survey.file;
  const place = { file: shown, line: null, column: null };
  if (survey.header.recordless) return [];
  if (survey.header.fault !== null) {
    return [{ place, rule: "file-unreadable", sentence: survey.header.fault }];
  }
  if (survey.mapping.faults.length > 0) {
    const header = { ...place, line: report === undefined ? 1 : null };
    return survey.mapping.faults.map((fault) => ({ place: header, ...fault }));
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
