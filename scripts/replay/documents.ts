import type { OwnersFile } from "./registry.js";

/**
 * The registry as files: one for every agent, one for every OWNERS file with its decision class and
 * its authorization. Keys are paths inside the registry folder, values their text.
 */
export function registryFiles(owners: readonly OwnersFile[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const file of owners) {
    files.set(fileName(file.agentId), agentDocument(file));
    files.set(
      fileName(file.classId),
      `${decisionClassDocument(file)}---\n${authorizationDocument(file)}`,
    );
  }
  return files;
}

/** Name of the file of an agent or decision class. Flat: a folder such as `.githooks` would be hidden, and hidden folders are not read. */
export function fileName(id: string): string {
  return `${id.replaceAll("/", "__")}.yaml`;
}

function agentDocument({ agentId, src }: OwnersFile): string {
  return `kind: Agent
id: ${agentId}
title: ${quoted(`Merge robot of ${src}`)}
manifest: { repository: ${quoted(src)} }
`;
}

function decisionClassDocument({ classId, src, path, status }: OwnersFile): string {
  return `kind: DecisionClass
id: ${classId}
title: ${quoted(`Merge changes under ${path} of ${src}`)}
criteria: { text: ${quoted(`A change touches files that ${path} governs.`)} }
threshold: { text: "One listed approver has approved it." }
impact: medium
status: ${status}
`;
}

/** The history names no first among approvers, so all of them are co-owners and the owner is open. */
function authorizationDocument(file: OwnersFile): string {
  const evidence = quoted(`https://github.com/${file.src}/commits/HEAD/${file.path}`);
  const coOwners = file.approvers.map(({ login }) => quoted(login)).join(", ");
  const signed = file.approvers
    .map(({ login, on }) => `  - { by: ${quoted(login)}, on: ${on}, evidence: ${evidence} }\n`)
    .join("");
  return `kind: Authorization
agent: ${file.agentId}
decisionClass: ${file.classId}
coOwners: [${coOwners}]
status: ${file.status}
signed:
${signed}`;
}

/** A JSON string is a YAML string; handles such as `123` or `no` would be read as something else. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
