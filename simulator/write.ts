import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { emailOf } from "./cast.js";
import type { Company } from "./company.js";
import { AGENTS, SIGNING_LIMITS } from "./decision-rights.js";
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
 * @param operator login of the machine, who acts as the head of governance.
 * @returns its path.
 */
export function writeConfig(folder: string, company: Company, operator: string): string {
  const path = join(folder, "countersign.yaml");
  write(
    path,
    `organisation: ${company.name}
sources:
  - { id: hr, type: hr-files, folder: hr, zone: Europe/Madrid }
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
