import type { CompanyTeam, Employee } from "./company.js";

/** Everybody of Larkfield Insurance whom a story is about; written by hand, so that a test can be too. */

const DOMAIN = "larkfield.example";

export const TEAMS: readonly CompanyTeam[] = [
  { id: "EXEC", name: "Executive office", parent: null, head: "E001", deputies: [] },
  { id: "CLAIMS", name: "Claims", parent: "EXEC", head: "E010", deputies: [] },
  { id: "RISK", name: "Risk and fraud", parent: "EXEC", head: "E003", deputies: [] },
  { id: "UNDERWRITING", name: "Underwriting", parent: "EXEC", head: "E030", deputies: ["E031"] },
  { id: "SERVICE", name: "Customer service", parent: "EXEC", head: "E040", deputies: [] },
  { id: "PROCUREMENT", name: "Procurement", parent: "EXEC", head: "E050", deputies: [] },
  { id: "FINANCE", name: "Finance", parent: "EXEC", head: "E004", deputies: [] },
  { id: "AI", name: "Agents and automation", parent: "EXEC", head: "E060", deputies: [] },
];

export const CAST: readonly Employee[] = [
  person({
    workerId: "E001",
    name: "Helena Sørensen",
    title: "Chief executive",
    team: "EXEC",
    manager: null,
  }),
  person({
    workerId: "E002",
    name: "Ines Duarte",
    title: "Chief operating officer",
    team: "EXEC",
    manager: "E001",
  }),
  person({
    workerId: "E003",
    name: "Lucia Ferrer",
    title: "Chief risk officer",
    team: "RISK",
    manager: "E001",
  }),
  person({
    workerId: "E004",
    name: "Nadia Costa",
    title: "Chief financial officer",
    team: "FINANCE",
    manager: "E001",
  }),
  person({
    workerId: "E005",
    name: "Amara Diallo",
    title: "Head of governance",
    team: "EXEC",
    manager: "E001",
  }),
  person({
    workerId: "E006",
    name: "Oskar Lind",
    title: "Governance officer",
    team: "EXEC",
    manager: "E005",
  }),
  person({
    workerId: "E010",
    name: "Maya Okafor",
    title: "Head of claims",
    team: "CLAIMS",
    manager: "E002",
  }),
  person({
    workerId: "E011",
    name: "Jon Reyes",
    title: "Claims operations lead",
    team: "CLAIMS",
    manager: "E010",
  }),
  person({
    workerId: "E020",
    name: "Karl Brandt",
    title: "Head of fraud",
    team: "RISK",
    manager: "E003",
  }),
  person({
    workerId: "E021",
    name: "Petra Novak",
    title: "Fraud operations lead",
    team: "RISK",
    manager: "E020",
  }),
  person({
    workerId: "E030",
    name: "Aisha Rahman",
    title: "Head of underwriting",
    team: "UNDERWRITING",
    manager: "E002",
  }),
  person({
    workerId: "E031",
    name: "Ben Carver",
    title: "Pricing lead",
    team: "UNDERWRITING",
    manager: "E030",
  }),
  person({
    workerId: "E040",
    name: "Grace Lim",
    title: "Head of customer service",
    team: "SERVICE",
    manager: "E002",
  }),
  person({
    workerId: "E050",
    name: "Sam Whitlock",
    title: "Head of procurement",
    team: "PROCUREMENT",
    manager: "E002",
  }),
  person({
    workerId: "E055",
    name: "Erik Vos",
    title: "Payments lead",
    team: "FINANCE",
    manager: "E004",
  }),
  person({
    workerId: "E060",
    name: "Tom Ek",
    title: "Head of automation",
    team: "AI",
    manager: "E002",
  }),
  person({
    workerId: "E061",
    name: "Mei Tanaka",
    title: "Agent engineer",
    team: "AI",
    manager: "E060",
  }),
];

/** `helena.sorensen@larkfield.example`; letters without their marks, as mail systems want them. */
export function emailOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll("ø", "o")
    .normalize("NFKD")
    .replace(/[^a-z ]/g, "");
  return `${plain.split(" ").join(".")}@${DOMAIN}`;
}

type Written = Pick<Employee, "workerId" | "name" | "title" | "team" | "manager">;

function person(written: Written): Employee {
  return {
    ...written,
    email: emailOf(written.name),
    zone: "Europe/Madrid",
    workerType: "employee",
    startDate: "2021-09-01",
    endDate: null,
    leaveFrom: null,
    leaveTo: null,
  };
}
