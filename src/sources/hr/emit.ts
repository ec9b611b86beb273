import type { Instant } from "../../domain/time.js";
import type {
  EmploymentObservation,
  Quarantined,
  SourcePage,
  TeamObservation,
  UnsaidField,
} from "../port.js";
import { readTable } from "./client.js";
import { convertEmployment, convertTeam, type Converted } from "./convert.js";
import type { DayInstants } from "./day-instants.js";
import type { ConvertGround } from "./ground.js";
import type { HrField } from "./header-names.js";
import type { SeenIds } from "./seen-ids.js";
import type { Survey } from "./survey.js";
import type { TableEnding, TableRow } from "./table.js";
import { hasReplacement, ownCopy } from "./text.js";

/** What a row of a people or teams file may become. */
type RowObservation = EmploymentObservation | TeamObservation;

/** Observations and quarantined records of one page at most. */
const PAGE_LIMIT = 1_000;
/** Examples that a remark names. */
const EXAMPLES = 5;

/** What the second pass counts, for remarks. */
export class Tally {
  observations = 0;
  quarantined = 0;
  withoutId = 0;
  unknownTypes = 0;
  readonly typeExamples = new Set<string>();
  garbledNames = 0;
  ended = 0;
  managers = 0;
  unknownManagers = 0;
  otherCaseManagers = 0;
  teamRefs = 0;
  unknownTeamRefs = 0;

  noteUnknownType(type: string): void {
    this.unknownTypes += 1;
    if (this.typeExamples.size < EXAMPLES) this.typeExamples.add(ownCopy(type));
  }
}

export interface EmitOptions {
  readonly at: Instant;
  readonly signal: AbortSignal;
  /** Zone of rows that name none. */
  readonly zone: string;
  readonly instants: DayInstants;
  readonly tally: Tally;
  /** Ids of teams that are known, to see whether the rows name those; null when there is no such file. */
  readonly teams: SeenIds | null;
  /** Records that a later file has told already; they are left out and new ones are noted. */
  readonly told: SeenIds | null;
  readonly onBytes: (bytes: number) => void;
  readonly progress: () => number | null;
  readonly onEnding: (ending: TableEnding) => void;
}

/** The second pass over a file: its rows as observations, a page at a time. */
export async function* emitFile(survey: Survey, options: EmitOptions): AsyncGenerator<SourcePage> {
  const ground: ConvertGround = {
    ...survey.ground,
    dayOrders: survey.dayOrders,
    ids: survey.ids,
    workers: survey.workers,
    holdsNul: survey.ending.holdsNul,
    zone: options.zone,
    at: options.at,
    instants: options.instants,
  };
  const convert = survey.file.scope === "employments" ? convertEmployment : convertTeam;
  const unsaid = unsaidOf(survey);
  let observations: RowObservation[] = [];
  let quarantined: Quarantined[] = [];
  const page = (): SourcePage => {
    const full: SourcePage = {
      kind: "page",
      unsaid,
      observations,
      quarantined,
      progress: options.progress(),
    };
    observations = [];
    quarantined = [];
    return full;
  };
  for await (const chunk of readTable(survey.file, survey.header, options.signal)) {
    for (const row of chunk.rows) {
      const converted = convert(row, ground);
      count(converted, survey, options);
      if (converted.kind === "bad") quarantined.push(converted.quarantined);
      else if (isNews(converted.observation, row, options.told))
        observations.push(converted.observation);
      if (observations.length + quarantined.length >= PAGE_LIMIT) {
        yield page();
        options.signal.throwIfAborted();
      }
    }
    options.onBytes(chunk.bytes);
    if (chunk.ending !== null) options.onEnding(chunk.ending);
  }
  if (observations.length + quarantined.length > 0) yield page();
}

const EMPLOYMENT_SAYS: Partial<Record<HrField, UnsaidField>> = {
  name: "name",
  email: "email",
  login: "login",
  endDate: "endDate",
  leaveFrom: "leaveFrom",
  leaveTo: "leaveTo",
  manager: "managerRef",
  team: "teamRef",
  position: "positionRef",
  zone: "zone",
  workerType: "workerType",
};
const TEAM_SAYS: Partial<Record<HrField, UnsaidField>> = {
  name: "name",
  parent: "parentRef",
  head: "headRef",
  deputies: "deputyRefs",
};

/** What the file has no column for. An export that lost a column must not empty it for everybody (M7). */
function unsaidOf({ file, ground }: Survey): UnsaidField[] {
  const says = file.scope === "employments" ? EMPLOYMENT_SAYS : TEAM_SAYS;
  const said = new Set([...ground.columns.keys()].flatMap((field) => says[field] ?? []));
  return Object.values(says).filter((field) => !said.has(field));
}

function isNews(observation: RowObservation, row: TableRow, told: SeenIds | null): boolean {
  if (told === null) return true;
  const id = observation.kind === "employment" ? observation.recordId : observation.nativeId;
  if (told.has(id)) return false;
  told.add(id, row.line);
  return true;
}

function count(converted: Converted<RowObservation>, survey: Survey, options: EmitOptions): void {
  const { tally } = options;
  if (converted.kind === "bad") {
    tally.quarantined += 1;
    if (converted.quarantined.recordId === null) tally.withoutId += 1;
    return;
  }
  tally.observations += 1;
  if (converted.unknownType !== null) tally.noteUnknownType(converted.unknownType);
  const { observation } = converted;
  if (hasReplacement(observation.name)) tally.garbledNames += 1;
  if (observation.kind === "employment") countEmployment(observation, survey, options);
}

function countEmployment(seen: EmploymentObservation, survey: Survey, options: EmitOptions): void {
  const { tally, at, teams } = options;
  if (seen.endsAt !== null && seen.endsAt <= at) tally.ended += 1;
  if (seen.managerRef !== null) {
    const workers = survey.workers ?? survey.ids;
    tally.managers += 1;
    if (!workers.has(seen.managerRef)) tally.unknownManagers += 1;
    if (workers.hasOtherCase(seen.managerRef)) tally.otherCaseManagers += 1;
  }
  if (teams !== null && seen.teamRef !== null) {
    tally.teamRefs += 1;
    if (!teams.has(seen.teamRef)) tally.unknownTeamRefs += 1;
  }
}
