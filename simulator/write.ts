import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { emailOf } from "./cast.js";
import type { Company } from "./company.js";
import { AGENTS, SIGNING_LIMITS } from "./decision-rights.js";
import { ENTRA_TENANT } from "./larkfield-directories.js";
import { ENTRA_CLIENT, type LarkfieldServers } from "./larkfield-servers.js";
import { peopleExport, teamsExport } from "./hr-files.js";
import { registryExport } from "./registry-files.js";

/** Drops the HR export of the day, as an HR system does at night. */
export function writeHr(folder: string, company: Company): void {
  write(join(folder, "hr", "people.csv"), peopleExport(company));
  write(join(folder, "hr", "teams.csv"), teamsExport(company));
}

/** Writes the decision-rights documents. */
export function writeRegistry(folder: string): void {
  for (const [name, text] of registryExport(AGENTS, SIGNING_LIMITS)) {
    write(join(folder, "registry", name), text);
  }
}

/**
 * Writes the config beside them.
 *
 * @param setting.operator login of the machine, who acts as the head of governance.
 * @param setting.servers where its directories answer.
 * @returns its path.
 */
export function writeConfig(
  folder: string,
  company: Company,
  { operator, servers }: { readonly operator: string; readonly servers: LarkfieldServers },
): string {
  const path = join(folder, "countersign.yaml");
  write(
    path,
    `organisation: ${company.name}
sources:
  - { id: hr, type: hr-files, folder: hr, zone: Europe/Madrid }
  - id: okta
    type: okta
    orgUrl: ${servers.oktaUrl}
    auth: { how: token, tokenEnv: OKTA_API_TOKEN }
    sweepEveryHours: 0
  - id: entra
    type: entra
    tenantId: ${ENTRA_TENANT}
    clientId: ${ENTRA_CLIENT}
    auth: { how: secret, secretEnv: ENTRA_CLIENT_SECRET }
    baseUrl: ${servers.graphUrl}
    loginUrl: ${servers.loginUrl}
  - { id: registry, type: registry, folder: registry, organisation: hr }
governance:
  lastResort: [${emailOf("Amara Diallo")}, ${emailOf("Oskar Lind")}]
operators:
  - { login: ${JSON.stringify(operator)}, person: ${emailOf("Amara Diallo")} }
`,
  );
  return path;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
