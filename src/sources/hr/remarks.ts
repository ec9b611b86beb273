import { counted } from "../../platform/counted.js";
import type { Tally } from "./emit.js";
import type { Survey } from "./survey.js";
import { quote } from "./text.js";

/** From this many rows on, a feed in which nobody has ever ended is worth a remark. */
const ENOUGH_ROWS = 100;

export interface RemarkQuestion {
  readonly survey: Survey;
  readonly tally: Tally;
  readonly mode: "snapshot" | "changes";
}

/** What the operator should know of one file though it stops nothing. Each names the file. */
export function remarksOf(question: RemarkQuestion): readonly string[] {
  const remarks = [
    ...endRemarks(question),
    ...valueRemarks(question),
    ...referenceRemarks(question),
  ];
  return remarks.map((remark) => `${question.survey.file.shown}: ${remark}`);
}

/** Whether and how the feed tells that people leave. */
function endRemarks({ survey, tally, mode }: RemarkQuestion): string[] {
  if (survey.file.scope !== "employments") return [];
  const remarks: string[] = [];
  const hasEnds = survey.ground.columns.has("endDate");
  const { statuses } = survey.mapping;
  if (statuses.length > 0 && !hasEnds) {
    remarks.push(
      `${statuses.map(quote).join(", ")} looks like a status. A status says neither when somebody left nor ` +
        "whether for good, so it is not read. Add the last day of work to the export and map it to endDate.",
    );
  }
  const vanish = "people who leave will vanish instead of ending; absence is not a departure.";
  if (mode === "snapshot" && !hasEnds) {
    remarks.push(
      `This feed seems to list only active people: no column tells an end. ${sentence(vanish)}`,
    );
  } else if (mode === "snapshot" && tally.ended === 0 && tally.observations >= ENOUGH_ROWS) {
    remarks.push(
      `This feed seems to list only active people: none of ${counted(survey.rows, "row")} has ended. ${sentence(vanish)}`,
    );
  }
  return remarks;
}

/** What the rows came in, as people call it. */
function nounOf({ file }: Survey): "file" | "report" {
  return file.report === undefined ? "file" : "report";
}

function valueRemarks({ survey, tally }: RemarkQuestion): string[] {
  const remarks: string[] = [];
  const noun = nounOf(survey);
  if (tally.withoutId > 0) {
    remarks.push(
      `${counted(tally.withoutId, "row")} could not be read and ${tally.withoutId === 1 ? "has" : "have"} no readable id. ` +
        `Somebody who is missing from this ${noun} may be in there: absence from it proves nothing.`,
    );
  }
  if (tally.unknownTypes > 0) {
    const examples = [...tally.typeExamples].map(quote).join(", ");
    remarks.push(
      `${counted(tally.unknownTypes, "row")} ${tally.unknownTypes === 1 ? "has" : "have"} a worker type that is not known ` +
        `(${examples}) and ${tally.unknownTypes === 1 ? "was" : "were"} read as employee.`,
    );
  }
  if (tally.garbledNames > 0) {
    remarks.push(
      `${counted(tally.garbledNames, "name")} ${tally.garbledNames === 1 ? "holds" : "hold"} bytes that are not UTF-8. Export the ${noun} as UTF-8.`,
    );
  }
  const positions = survey.idColumns.get("position")?.filled ?? 0;
  if (positions > 0 && survey.wordyPositions * 2 > positions) {
    const header = survey.ground.columns.get("position")?.headers.join(" + ") ?? "position";
    remarks.push(
      `${quote(header)} feeds position and seems to hold job titles. A position is one seat: people with the same ` +
        "title would be taken for holders of the same seat. Map position to the position's number, or to nothing.",
    );
  }
  return remarks;
}

function referenceRemarks({ survey, tally, mode }: RemarkQuestion): string[] {
  const remarks: string[] = [];
  const noun = nounOf(survey);
  const header = (field: "manager" | "team"): string =>
    quote(survey.ground.columns.get(field)?.headers.join(" + ") ?? field);
  if (mode === "snapshot" && tally.unknownManagers > 0) {
    const all = tally.unknownManagers === tally.managers;
    remarks.push(
      all
        ? `None of the ${counted(tally.managers, "manager")} in ${header("manager")} is a worker of this ${noun}. ` +
            "Is it the column with the manager's employee number?"
        : `${tally.unknownManagers} of ${counted(tally.managers, "manager reference")} in ${header("manager")} name nobody in this ${noun}.`,
    );
  }
  if (tally.otherCaseManagers > 0) {
    remarks.push(
      `${counted(tally.otherCaseManagers, "manager reference")} in ${header("manager")} would name somebody if capitals did not count. They do.`,
    );
  }
  if (tally.unknownTeamRefs > 0) {
    remarks.push(
      `${tally.unknownTeamRefs} of ${counted(tally.teamRefs, "team reference")} in ${header("team")} name no team of the teams ${noun}.`,
    );
  }
  return remarks;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
