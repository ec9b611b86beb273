import type { EmploymentObservation, Quarantined, TeamObservation } from "../port.js";
import { readDates, type DateWords } from "./employment-dates.js";
import type { ConvertGround } from "./ground.js";
import type { HrField } from "./header-names.js";
import {
  about,
  faultOfForm,
  placeOf,
  quarantine,
  rawField,
  whereIs,
  type RowProblem,
} from "./row-facts.js";
import { employmentRow, teamRow, type EmploymentRow } from "./schema.js";
import type { TableRow } from "./table.js";
import { cleanText, quote } from "./text.js";
import { readWorkerType } from "./worker-type.js";

/** Raised with every change of what a row means: everything is then rewritten, nothing is hidden. */
export const CONVERTER_VERSION = "hr-1";

/** A row that can be believed, or one that is set aside. */
export type Converted<Observation> =
  | {
      readonly kind: "good";
      readonly observation: Observation;
      /** A worker type nobody knows; the row went on as an employee (F13). */
      readonly unknownType: string | null;
    }
  | { readonly kind: "bad"; readonly quarantined: Quarantined };

/** One row of a people file. Pure. */
export function convertEmployment(
  row: TableRow,
  ground: ConvertGround,
): Converted<EmploymentObservation> {
  const problems = faultsBeforeMeaning(row, ground);
  if (problems.length > 0) return bad(row, problems, ground);
  const raw = fieldsOf(row, ground);
  const parsed = employmentRow.safeParse(raw);
  if (!parsed.success) {
    const dateProblems = readDates(dateWords(raw), ground).problems;
    return bad(row, [...issues(parsed.error.issues, ground), ...dateProblems], ground);
  }
  const fields = parsed.data;
  const recordId = ground.key === "recordId" ? fields.recordId : fields.workerId;
  problems.push(...recordProblems(row, recordId, ground), ...workerProblems(row, fields, ground));
  const dates = readDates(fields, ground);
  problems.push(...dates.problems);
  if (problems.length > 0 || recordId === null || dates.startDate === null) {
    return bad(row, problems, ground);
  }
  const { zone, startDate, endDate, leaveFrom, leaveTo } = dates;
  const type = fields.workerType === "" ? "employee" : readWorkerType(fields.workerType);
  const observation: EmploymentObservation = {
    kind: "employment",
    recordId,
    workerId: fields.workerId,
    name: fields.name,
    email: fields.email,
    login: fields.login,
    startDate,
    endDate,
    leaveFrom,
    leaveTo,
    zone,
    startsAt: ground.instants.start(startDate, zone),
    endsAt: endDate === null ? null : ground.instants.end(endDate, zone),
    leaveStartsAt: leaveFrom === null ? null : ground.instants.start(leaveFrom, zone),
    leaveEndsAt: leaveTo === null ? null : ground.instants.end(leaveTo, zone),
    workerType: type ?? "employee",
    managerRef: fields.manager,
    teamRef: fields.team,
    positionRef: fields.position,
    effectiveAt: dates.effectiveAt,
    place: placeOf(row, 0, ground),
  };
  return { kind: "good", observation, unknownType: type === null ? fields.workerType : null };
}

/** One row of a teams file. Pure. */
export function convertTeam(row: TableRow, ground: ConvertGround): Converted<TeamObservation> {
  const problems = faultsBeforeMeaning(row, ground);
  if (problems.length > 0) return bad(row, problems, ground);
  const parsed = teamRow.safeParse(fieldsOf(row, ground));
  if (!parsed.success) return bad(row, issues(parsed.error.issues, ground), ground);
  const { teamId, name, parent, head, deputies } = parsed.data;
  const clashes = recordProblems(row, teamId, ground);
  if (clashes.length > 0) return bad(row, clashes, ground);
  const observation: TeamObservation = {
    kind: "team",
    nativeId: teamId,
    name,
    parentRef: parent,
    headRef: head,
    deputyRefs: deputies,
    place: placeOf(row, 0, ground),
  };
  return { kind: "good", observation, unknownType: null };
}

function bad(
  row: TableRow,
  problems: readonly RowProblem[],
  ground: ConvertGround,
): Converted<never> {
  const [
    first = { rule: "row-invalid", sentence: "The row cannot be read.", cell: null },
    ...rest
  ] = problems;
  return { kind: "bad", quarantined: quarantine(row, [first, ...rest], ground) };
}

function faultsBeforeMeaning(row: TableRow, ground: ConvertGround): RowProblem[] {
  const form = faultOfForm(row, ground);
  if (form !== null) return [form];
  const cell = ground.holdsNul ? row.cells.findIndex((text) => text.includes("\u0000")) : -1;
  if (cell === -1) return [];
  return [{ rule: "nul", sentence: "The row holds a NUL byte: it was not written whole.", cell }];
}

function fieldsOf(row: TableRow, ground: ConvertGround): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const field of ground.columns.keys()) fields[field] = rawField(row, field, ground);
  return fields;
}

/** The dates as they stand, for a row whose other values are bad: all problems at once (F40). */
function dateWords(raw: Readonly<Record<string, string>>): DateWords {
  const word = (field: HrField): string => cleanText(raw[field] ?? "");
  return {
    zone: word("zone"),
    startDate: word("startDate"),
    endDate: word("endDate"),
    leaveFrom: word("leaveFrom"),
    leaveTo: word("leaveTo"),
    effectiveDate: word("effectiveDate"),
  };
}

function issues(
  found: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
  ground: ConvertGround,
): RowProblem[] {
  // The schema's keys are the names of fields.
  return found.map((issue) =>
    about(ground, issue.path[0] as HrField, { rule: "value-unusable", rest: issue.message }),
  );
}

function recordProblems(row: TableRow, id: string | null, ground: ConvertGround): RowProblem[] {
  if (id === null)
    return [about(ground, ground.key, { rule: "value-unusable", rest: "is empty." })];
  const clash = ground.ids.clash(id, row.line);
  if (clash === null) return [];
  if (clash.kind === "differs-by-case") return [caseProblem(ground, ground.key, { id, ...clash })];
  const several =
    ground.key === "workerId"
      ? " Where a worker has several jobs, map recordId to a column that tells them apart."
      : "";
  const rest =
    `${quote(id)} is also ${whereIs(clash.otherLine, ground)}: nobody knows which row is right, ` +
    `so none is taken.${several}`;
  return [about(ground, ground.key, { rule: "id-twice", rest })];
}

/** Workers may repeat, once for each job (N7), but not in another spelling (Q8). */
function workerProblems(row: TableRow, fields: EmploymentRow, ground: ConvertGround): RowProblem[] {
  const clash = ground.workers?.clash(fields.workerId, row.line) ?? null;
  if (clash === null) return [];
  return [caseProblem(ground, "workerId", { id: fields.workerId, ...clash })];
}

function caseProblem(
  ground: ConvertGround,
  field: HrField,
  clash: { readonly id: string; readonly otherLine: number },
): RowProblem {
  const rest = `${quote(clash.id)} differs only by case from the one ${whereIs(clash.otherLine, ground)}.`;
  return about(ground, field, { rule: "id-differs-by-case", rest });
}
