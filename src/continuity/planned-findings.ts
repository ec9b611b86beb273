import type { Graph } from "../graph/graph.js";
import { canonicalJson } from "../platform/ids.js";
import { type FindingChanges, type OpenFinding, openIn } from "./findings.js";

/**
 * The open findings as a plan would leave them: those of the graph with everything laid over them that
 * the plan raised and cleared so far, so that a condition met twice is raised once, as in a sync.
 */
export class PlannedFindings {
  readonly #graph: Graph;
  readonly #raised = new Map<string, OpenFinding>();
  readonly #cleared = new Set<string>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  readonly open = async (subjectKeys: readonly string[]): Promise<OpenFinding[]> => {
    const stored = await openIn(this.#graph)(subjectKeys);
    const asked = new Set(subjectKeys);
    return [
      ...stored.filter((one) => !this.#cleared.has(one.id) && !this.#raised.has(one.dedupKey)),
      ...[...this.#raised.values()].filter((one) => asked.has(one.subjectKey)),
    ];
  };

  /** Remembers what would be written; a finding that is open already only gets its new facts. */
  async note({ raise, clear }: FindingChanges): Promise<{ opened: number; cleared: number }> {
    const known = new Map(
      (await this.open(raise.map((finding) => finding.subject.key))).map((one) => [
        one.dedupKey,
        one.id,
      ]),
    );
    for (const { id } of clear) this.#forget(id);
    for (const { dedupKey, code, subject, facts } of raise) {
      this.#raised.set(dedupKey, {
        id: known.get(dedupKey) ?? `planned ${dedupKey}`,
        dedupKey,
        code,
        subjectKind: subject.kind,
        subjectKey: subject.key,
        facts: canonicalJson(facts),
      });
    }
    const opened = raise.filter((finding) => !known.has(finding.dedupKey)).length;
    return { opened, cleared: clear.length };
  }

  #forget(id: string): void {
    for (const [dedupKey, one] of this.#raised) if (one.id === id) this.#raised.delete(dedupKey);
    this.#cleared.add(id);
  }
}
