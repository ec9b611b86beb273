import type { ImpactTier } from "../src/domain/authorization.js";
import type { LocalDate } from "../src/domain/time.js";

/** One kind of decision, and who may let which agent make it. */
export interface DecisionRight {
  readonly classId: string;
  readonly title: string;
  readonly criteria: string;
  readonly threshold: string;
  readonly limits?: Readonly<Record<string, number>>;
  readonly impact: ImpactTier;
  readonly lead: string;
  readonly owner: string;
  readonly coOwners?: readonly string[];
  readonly successors?: readonly string[];
  /** Who the document says signed, and when. Empty: a proposal. */
  readonly signed: readonly { readonly by: string; readonly on: LocalDate }[];
}

export interface SimulatedAgent {
  readonly id: string;
  readonly title: string;
  readonly builder: string;
  readonly model: string;
  readonly rights: readonly DecisionRight[];
}

/** What one person may sign for. */
export interface SigningLimit {
  readonly id: string;
  readonly person: string;
  readonly limits: Readonly<Record<string, number>>;
}

/** The registry folder: one file an agent with all it may decide, one file with the signing limits. */
export function registryExport(
  agents: readonly SimulatedAgent[],
  limits: readonly SigningLimit[],
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const agent of agents) {
    const documents = [agentDocument(agent)];
    for (const right of agent.rights) {
      documents.push(classDocument(right), authorizationDocument(agent.id, right));
    }
    files.set(`${agent.id}.yaml`, documents.join("---\n"));
  }
  files.set("signing-limits.yaml", limits.map(limitDocument).join("---\n"));
  return files;
}

function agentDocument({ id, title, builder, model }: SimulatedAgent): string {
  return `kind: Agent
id: ${id}
title: ${title}
builder: ${builder}
manifest: { model: ${model}, prompt: ${id}@1 }
`;
}

function classDocument(right: DecisionRight): string {
  const limits = right.limits === undefined ? "" : `\n  limits: ${flow(right.limits)}`;
  return `kind: DecisionClass
id: ${right.classId}
title: ${right.title}
criteria: ${JSON.stringify(right.criteria)}
threshold:
  text: ${JSON.stringify(right.threshold)}${limits}
impact: ${right.impact}
governanceLead: ${right.lead}
`;
}

function authorizationDocument(agentId: string, right: DecisionRight): string {
  const people = (field: string, addresses: readonly string[] = []): string =>
    addresses.length === 0 ? "" : `${field}: [${addresses.join(", ")}]\n`;
  const signed = right.signed.map(({ by, on }) => `  - { by: ${by}, on: ${on} }\n`).join("");
  return `kind: Authorization
agent: ${agentId}
decisionClass: ${right.classId}
owner: ${right.owner}
${people("coOwners", right.coOwners)}${people("successors", right.successors)}${signed === "" ? "" : `signed:\n${signed}`}`;
}

function limitDocument({ id, person, limits }: SigningLimit): string {
  return `kind: AuthorityLimit
id: ${id}
person: ${person}
limits: ${flow(limits)}
`;
}

function flow(limits: Readonly<Record<string, number>>): string {
  const members = Object.entries(limits).map(([name, value]) => `${name}: ${String(value)}`);
  return `{ ${members.join(", ")} }`;
}
