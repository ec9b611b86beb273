import type { HrHttpsSourceConfig } from "../../platform/config-sources.js";
import { foldHeader, type EmploymentField, type HrScope } from "./header-names.js";
import type { NamedColumns } from "./rules.js";

type PresetName = HrHttpsSourceConfig["preset"];
type Candidates = Readonly<Partial<Record<EmploymentField, readonly string[]>>>;

/** How a system answers, and what its columns are called. */
interface Preset {
  /** Members of the answer that may hold the list. */
  readonly lists: Readonly<Record<HrScope, readonly string[]>>;
  /**
   * Columns that name people by one and the same kind of id. Worker and manager must be taken from one
   * of these, or every manager would be a stranger; the first that has both is taken.
   */
  readonly idSpaces: readonly Candidates[];
  /** Names of columns, folded; the first that is there. Others are guessed as for files. */
  readonly columns: Candidates;
  /** Never guessed: in this system the guess is a name, or no IANA zone. */
  readonly unguessed: readonly EmploymentField[];
  /** Whether a list of objects stands for its members (`Manager_group`, `[{Descriptor, id}]`). */
  readonly collapses: boolean;
}

const PEOPLE_LISTS = ["people", "employees", "workers"];
const TEAM_LISTS = ["teams", "departments"];

const PRESETS: Readonly<Record<PresetName, Preset>> = {
  plain: {
    lists: {
      employments: ["records", ...PEOPLE_LISTS],
      teams: ["records", ...TEAM_LISTS],
    },
    idSpaces: [],
    columns: {},
    unguessed: [],
    collapses: false,
  },
  // Reports as a service answer {"Report_Entry": [...]}. Which columns there are is up to the report; an
  // instance is its name as text, or {"Descriptor", "id"} with the Workday id. So `Manager` is a name.
  workday: {
    lists: { employments: ["Report_Entry"], teams: ["Report_Entry"] },
    idSpaces: [
      {
        workerId: ["employeeid", "workerid", "employeenumber", "workernumber", "worker.employeeid"],
        manager: [
          ..."manageremployeeid managerid managerworkerid managernumber".split(" "),
          ..."manager.employeeid managergroup.employeeid workersmanager.employeeid".split(" "),
          ..."workersmanagergroup.employeeid supervisoremployeeid supervisorid".split(" "),
        ],
      },
      {
        workerId: ["worker.id", "employee.id", "workerwid", "employeewid", "wid", "workdayid"],
        manager: ["manager.id", "workersmanager.id", "managergroup.manager.id", "managerwid"],
      },
    ],
    columns: {
      name: [
        ..."preferredname fulllegalname legalname fullname workername".split(" "),
        ..."worker.descriptor employee.descriptor worker employee".split(" "),
      ],
      email: ["emailwork", "primaryworkemail", "workemail", "emailprimarywork", "emailaddress"],
      login: ["username", "userid", "workdayaccount", "workdayusername"],
      startDate: ["hiredate", "mostrecenthiredate", "originalhiredate", "contractstartdate"],
      endDate: ["terminationdate", "lastdayofemployment", "lastdayofwork", "contractenddate"],
      leaveFrom: ["firstdayofleave", "leaveofabsencestartdate", "leavestartdate"],
      leaveTo: ["actuallastdayofleave", "estimatedlastdayofleave", "leaveofabsenceenddate"],
      team: [
        ..."supervisoryorganizationid supervisoryorganization.id organizationid".split(" "),
        ..."supervisoryorganization.descriptor supervisoryorganization costcenter.id".split(" "),
      ],
      position: ["positionid", "position.id", "positionnumber"],
      workerType: ["workertype", "workertype.descriptor", "employeetype.descriptor"],
      zone: ["ianatimezone", "timezoneiana"],
    },
    // Workday's own time zones read "GMT+01:00 Central European Time (Madrid)".
    unguessed: ["workerId", "manager", "position", "zone"],
    collapses: true,
  },
  // https://documentation.bamboohr.com/docs/list-of-field-names: supervisorId is the employee number of
  // the supervisor, supervisorEId their id, supervisor their name; preferredName is a first name.
  bamboohr: {
    lists: { employments: ["employees", "data"], teams: ["data", ...TEAM_LISTS] },
    idSpaces: [
      { workerId: ["employeenumber"], manager: ["supervisorid"], recordId: ["id", "eeid"] },
      { workerId: ["id", "eeid", "employeeid"], manager: ["supervisoreid"] },
    ],
    columns: {
      name: ["displayname", "fullname1", "firstname+lastname"],
      email: ["workemail"],
      startDate: ["hiredate", "originalhiredate"],
      endDate: ["terminationdate"],
      team: ["departmentid", "department"],
    },
    unguessed: ["workerId", "recordId", "manager"],
    collapses: false,
  },
};

/** Members of the answer that may hold the list of records. */
export function listNames(preset: PresetName, scope: HrScope): readonly string[] {
  return PRESETS[preset].lists[scope];
}

/** Whether lists of objects inside a record stand for their members. */
export function collapsesLists(preset: PresetName): boolean {
  return PRESETS[preset].collapses;
}

export interface PresetQuestion {
  readonly preset: PresetName;
  /** Names of the members of the records; `Manager.id` for one inside another. */
  readonly headers: readonly string[];
  /** `columns` of the config, which always wins. */
  readonly configured: Readonly<Partial<Record<EmploymentField, string>>>;
}

/** Which columns of a people report feed which fields, as far as the preset knows. Pure. */
export function presetColumns({ preset, headers, configured }: PresetQuestion): NamedColumns {
  const { idSpaces, columns, unguessed } = PRESETS[preset];
  const folded = new Map<string, string>();
  for (const header of headers) {
    const name = foldPath(header);
    if (!folded.has(name)) folded.set(name, header);
  }
  const space = chosenSpace(idSpaces, folded, configured);
  const found = [...Object.entries(space), ...Object.entries(columns)].flatMap(
    ([field, candidates]) => {
      const header = firstOf(candidates, folded);
      return header === null ? [] : [[field, header] as const];
    },
  );
  return { configured: { ...Object.fromEntries(found), ...configured }, unguessed };
}

/** What the config names decides; then the first space with both ids, then the first with a worker's. */
function chosenSpace(
  spaces: readonly Candidates[],
  folded: ReadonlyMap<string, string>,
  configured: PresetQuestion["configured"],
): Candidates {
  const named = (["workerId", "manager"] as const).filter((field) => configured[field]);
  const agrees = (space: Candidates): boolean =>
    named.every((field) => space[field]?.includes(foldPath(configured[field] ?? "")));
  const has = (space: Candidates, field: "workerId" | "manager"): boolean =>
    configured[field] !== undefined || firstOf(space[field] ?? [], folded) !== null;
  const fitting = spaces.filter((space) => agrees(space) && has(space, "workerId"));
  return fitting.find((space) => has(space, "manager")) ?? fitting[0] ?? {};
}

function firstOf(
  candidates: readonly string[],
  folded: ReadonlyMap<string, string>,
): string | null {
  for (const candidate of candidates) {
    // `firstname+lastname`: both, put together.
    const headers = candidate.split("+").map((part) => folded.get(part));
    if (headers.every((header) => header !== undefined)) return headers.join(" + ");
  }
  return null;
}

/** As `foldHeader`, keeping the dots: `Manager.id` is an id, `Manager_ID` another one. */
function foldPath(header: string): string {
  return header.split(".").map(foldHeader).join(".");
}
