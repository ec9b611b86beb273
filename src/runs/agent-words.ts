import type { ManagedTransaction } from "neo4j-driver";
import { type IdentityDescription, describeIdentities } from "../graph/queries/agents.js";
import type { FindingRow } from "../graph/queries/history.js";

/** What is said of a finding, and what to do next. */
interface Words {
  readonly sentence: string;
  readonly next: string | null;
}

/** Agents of directories that findings are about, as they are called now; by key. */
export async function describeAgents(
  tx: ManagedTransaction,
  rows: readonly FindingRow[],
): Promise<ReadonlyMap<string, IdentityDescription>> {
  const identifiers = rows.flatMap((row) => (row.subjectKind === "agent" ? [row.subjectKey] : []));
  if (identifiers.length === 0) return new Map();
  const found = await describeIdentities.run(tx, { identifiers });
  return new Map(found.map((one) => [one.key, one]));
}

/**
 * A finding about an agent of a directory by its name, which facts do not hold: an erasure must not
 * break them. Null: it is about something else, or nothing is known of the agent.
 */
export function agentWords(
  { code, subjectKey, facts }: FindingRow,
  agents: ReadonlyMap<string, IdentityDescription>,
): Partial<Words> | null {
  const agent = agents.get(subjectKey);
  if (agent === undefined) return null;
  const { name, source } = agent;
  const title = `"${name}" (${subjectKey})`;
  if (code === "AGENT_UNREGISTERED") {
    const sponsor =
      agent.sponsor === null ? "nobody we know sponsors" : `${agent.sponsor} sponsors`;
    return { sentence: `${title} works at ${source} and no document claims it; ${sponsor} it.` };
  }
  if (code !== "SOURCES_DISAGREE") return null;
  const [document, directory] = [text(facts["documentStatus"]), text(facts["directoryStatus"])];
  const id = text(facts["agentId"]);
  return {
    sentence: `The document of ${id} says that it is ${document}; ${source} says that ${title} is ${directory}.`,
    next:
      document === "retired"
        ? `disable it at ${source}, or register it anew`
        : `set status: retired in the document of ${id}, or activate it at ${source}`,
  };
}

function text(fact: string | number | null | undefined): string {
  return typeof fact === "string" ? fact : "unknown";
}
