import type { EMPLOYMENT_FIELDS, TEAM_FIELDS } from "../../platform/config-sources.js";

export type EmploymentField = (typeof EMPLOYMENT_FIELDS)[number];
export type TeamField = (typeof TEAM_FIELDS)[number];
export type HrField = EmploymentField | TeamField;
export type HrScope = "employments" | "teams";

/** A header without case, spaces, punctuation and accents: `Employee ID`, `employee_id`, `EmployeeID`. */
export function foldHeader(header: string): string {
  return header
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * Headers that exports of Workday, BambooHR, Personio, SAP and plain lists use, folded; the first of
 * a list that is there wins. Left out on purpose: job titles (a title is no seat), private addresses,
 * a manager's name or address (neither is an identity), statuses (they say neither when nor whether).
 */
export const EMPLOYMENT_NAMES: Readonly<Record<EmploymentField, readonly string[]>> = {
  workerId: [
    ..."workerid employeeid employeenumber employeeno personnelnumber personnelno personnumber".split(
      " ",
    ),
    ..."personalnummer mitarbeiternummer employeecode staffid staffnumber associateid empid".split(
      " ",
    ),
    ..."empno pernr workernumber worker personid payrollnumber payrollid associatenumber".split(
      " ",
    ),
  ],
  recordId: [
    ..."recordid employmentid assignmentid assignmentnumber jobrecordid employmentrecordid".split(
      " ",
    ),
    ..."contractid positionassignmentid employmentnumber".split(" "),
  ],
  name: [
    ..."fullname displayname name workername employeename preferredname legalname".split(" "),
    ..."employeefullname formattedname completename fullnameformatted".split(" "),
  ],
  email: [
    ..."workemail workemailaddress emailwork businessemail companyemail corporateemail".split(" "),
    ..."primaryworkemail officeemail email emailaddress mail primaryemail".split(" "),
  ],
  login: [
    ..."userprincipalname upn login loginname username samaccountname useraccount".split(" "),
    ..."networkid networklogin userid".split(" "),
  ],
  startDate: [
    ..."startdate hiredate dateofhire originalhiredate mostrecenthiredate dateofjoining".split(" "),
    ..."joiningdate joindate datehired employmentstartdate employmentstart entrydate".split(" "),
    ..."contractstart contractstartdate firstdayofwork servicestartdate begindate".split(" "),
  ],
  endDate: [
    ..."enddate terminationdate lastdayofwork lastworkingday lastday dateoftermination".split(" "),
    ..."lastdayofemployment lastdateworked leavingdate dateofleaving termdate exitdate".split(" "),
    ..."employmentenddate employmentend contractend contractenddate separationdate dateleft".split(
      " ",
    ),
  ],
  leaveFrom: [
    ..."leavefrom leavestart leavestartdate leaveofabsencestart leaveofabsencestartdate".split(" "),
    ..."firstdayofleave absencestart absencestartdate absencefrom loastart loastartdate".split(" "),
  ],
  leaveTo: [
    ..."leaveto leaveend leaveenddate leaveofabsenceend leaveofabsenceenddate".split(" "),
    ..."lastdayofleave absenceend absenceenddate absenceto loaend loaenddate".split(" "),
  ],
  manager: [
    ..."managerid manageremployeeid managerworkerid manageremployeenumber managernumber".split(" "),
    ..."managerpersonnelnumber supervisorid supervisoremployeeid supervisornumber".split(" "),
    ..."supervisoremployeenumber linemanagerid reportstoid reportsto managercode".split(" "),
    ..."manageremployeecode managerstaffid manager supervisor linemanager".split(" "),
    ..."reportingmanagerid reportingmanager directmanagerid directmanager".split(" "),
  ],
  team: [
    ..."teamid departmentid orgunitid organizationalunitid organisationalunitid orgid".split(" "),
    ..."supervisoryorganizationid supervisoryorgid departmentcode departmentnumber orgunit".split(
      " ",
    ),
    ..."organizationalunit organisationalunit supervisoryorganization team department".split(" "),
    ..."abteilung costcenterid costcentreid costcentercode costcenter costcentre".split(" "),
  ],
  position: "positionid positionnumber positioncode seatid position seat planstelle".split(" "),
  zone: [
    ..."timezone zone ianatimezone worktimezone locationtimezone timezoneid tz".split(" "),
    "worklocationtimezone",
  ],
  workerType: [
    ..."workertype employeetype employmenttype persontype workercategory workforcetype".split(" "),
    ..."employeeclass employeegroup typeofemployment workersubtype".split(" "),
  ],
  effectiveDate:
    "effectivedate dateeffective effectivefrom validfrom effectiveasof changeeffectivedate".split(
      " ",
    ),
};

/** As `EMPLOYMENT_NAMES`, for files of teams. */
export const TEAM_NAMES: Readonly<Record<TeamField, readonly string[]>> = {
  teamId: [
    ..."teamid departmentid orgunitid organizationalunitid organisationalunitid unitid".split(" "),
    ..."orgid organizationid organisationid supervisoryorganizationid departmentcode".split(" "),
    ..."departmentnumber teamcode unitcode costcenterid costcentreid costcentercode id code".split(
      " ",
    ),
  ],
  name: [
    ..."teamname departmentname orgunitname unitname organizationname organisationname".split(" "),
    ..."name team department organization organisation title displayname".split(" "),
  ],
  parent: [
    ..."parentid parentteamid parentdepartmentid parentorgunitid parentunitid parentorgid".split(
      " ",
    ),
    ..."superiororganizationid parentcode parent parentteam parentdepartment parentunit".split(" "),
    ..."superiorunit partof".split(" "),
  ],
  head: [
    ..."headid heademployeeid headworkerid teamleadid teamleaderid leadid leaderid".split(" "),
    ..."managerid departmentheadid orgmanagerid head teamlead teamleader lead leader".split(" "),
    ..."departmenthead manager headofteam headofdepartment".split(" "),
  ],
  deputies: [
    ..."deputyids deputyid deputies deputy deputyheads deputyhead deputyworkerids".split(" "),
    ..."actinghead stellvertretung".split(" "),
  ],
};

/** First and last name, where no header holds the whole name. */
export const GIVEN_NAMES = ["preferredfirstname", "firstname", "givenname", "forename", "vorname"];
export const FAMILY_NAMES = ["lastname", "surname", "familyname", "preferredlastname", "nachname"];

/** Headers that tell a status. A status has no date: it is never read (F13). */
export const STATUS_NAMES: ReadonlySet<string> = new Set([
  ..."status employmentstatus employeestatus workerstatus active isactive activestatus".split(" "),
  ..."currentstatus assignmentstatus userstatus accountstatus terminated isterminated".split(" "),
]);

export const REQUIRED: Readonly<Record<HrScope, readonly HrField[]>> = {
  employments: ["workerId", "name", "startDate"],
  teams: ["teamId", "name"],
};
