import type { Instant } from "../src/domain/time.js";
import { isEmployed, type Company, type Employee } from "./company.js";
import { Directory, type DirectoryUser } from "./directory/directory.js";

/**
 * Larkfield Insurance in its two directories: everybody has a login in Okta, the office has one in Entra
 * too, and both carry the employee number. The agents live in Entra, with their sponsors.
 */
export interface LarkfieldDirectories {
  readonly okta: Directory;
  readonly entra: Directory;
}

export const OKTA_ORG = "00olarkfield00000001";
export const ENTRA_TENANT = "8a1f0c6e-2d4b-4f7a-9c3e-5b6d7e8f9a01";

/** Her login in Entra is where the month's mistake is made. */
export const MISTAKEN_LOGIN = entraId("E061");
/** Whose employee number it got. */
const MISTAKEN_NUMBER = "E011";

/** An agent nobody has registered, sponsored by the payments lead. */
const INVOICE_READER = "3b7e5d10-6a2c-4c8d-8f4e-1a2b3c4d5e6f";
const SPONSOR = "E055";

/** The directories on the first morning. */
export function foundDirectories(company: Company, at: Instant): LarkfieldDirectories {
  const okta = new Directory(OKTA_ORG);
  const entra = new Directory(ENTRA_TENANT);
  const directories = { okta, entra };
  for (const one of company.employees) provision(directories, one, at);
  for (const team of company.teams) {
    const memberIds = new Set(
      company.employees.filter((one) => one.team === team.id).map((one) => oktaId(one.workerId)),
    );
    const ownerIds = team.head === null ? [] : [oktaId(team.head)];
    okta.putGroup({ id: `00g${team.id.toLowerCase()}`, name: team.name, ownerIds, memberIds }, at);
  }
  return directories;
}

/** A month later: who joined has logins, who left has none that work, and one number is wrong. */
export function followMonth(
  { okta, entra }: LarkfieldDirectories,
  company: Company,
  at: Instant,
): void {
  for (const one of company.employees) {
    const known = okta.users.get(oktaId(one.workerId));
    if (known === undefined) provision({ okta, entra }, one, at);
    else if (!isEmployed(one, company.today) && known.status === "active") {
      okta.changeUser(oktaId(one.workerId), { status: "deprovisioned" }, at);
      entra.changeUser(entraId(one.workerId), { status: "suspended" }, at);
    }
  }
  entra.changeUser(MISTAKEN_LOGIN, { workerId: MISTAKEN_NUMBER }, at);
  entra.putAgent(
    {
      id: INVOICE_READER,
      name: "invoice-reader",
      status: "active",
      appId: "5c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f",
      blueprintId: "7e8f9a0b-1c2d-4e3f-8a4b-5c6d7e8f9a0b",
      ownerIds: [entraId("E061")],
      sponsorIds: [entraId(SPONSOR)],
      createdAt: at,
    },
    at,
  );
}

function provision({ okta, entra }: LarkfieldDirectories, one: Employee, at: Instant): void {
  okta.putUser(userOf(one, { id: oktaId(one.workerId), managerOf: oktaId, at }), at);
  entra.putUser(userOf(one, { id: entraId(one.workerId), managerOf: entraId, at }), at);
}

function userOf(
  one: Employee,
  login: {
    readonly id: string;
    readonly managerOf: (workerId: string) => string;
    readonly at: Instant;
  },
): DirectoryUser {
  const [givenName = one.name, ...family] = one.name.split(" ");
  return {
    id: login.id,
    login: one.email,
    email: one.email,
    givenName,
    familyName: family.join(" "),
    status: "active",
    statusChangedAt: login.at,
    createdAt: Date.parse(one.startDate),
    nature: "human",
    workerId: one.workerId,
    managerId: one.manager === null ? null : login.managerOf(one.manager),
    department: one.team,
    lastSignInAt: login.at,
  };
}

function oktaId(workerId: string): string {
  return `00u1larkfield${workerId}`.padEnd(20, "x");
}

function entraId(workerId: string): string {
  return `4d2c1b0a-9e8f-4a7b-8c6d-${workerId.slice(1).padStart(12, "0")}`;
}
