import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";

export const TOKEN = "00-simulated-api-token";

/** The config of a company with HR files and an Okta org, and nobody to alert. */
export function writeConfig(folder: string, orgUrl: string): string {
  const file = join(folder, "countersign.yaml");
  const sources = [
    { id: "hr", type: "hr-files", folder: "hr", teams: "none*" },
    {
      id: "okta",
      type: "okta",
      orgUrl,
      auth: { how: "token", tokenEnv: "OKTA_TOKEN" },
      groups: { owners: false },
      agents: false,
      sweepEveryHours: 0,
    },
  ];
  writeFileSync(file, stringify({ sources }));
  return file;
}
