import type { Decision } from "../continuity/work.js";
import type { StandingName } from "../domain/authorization.js";
import type { Graph } from "../graph/graph.js";
import { countStandings } from "../graph/queries/authorization-read.js";
import { countFindings } from "../graph/queries/findings.js";
import type { Instant } from "../domain/time.js";
import { NO_STANDINGS, decisionLine, standingsAfter } from "./decision-lines.js";
import { type Settlement, changedOnly } from "./engine.js";
import { OrganisationLines } from "./organisation-lines.js";
import type { DecisionLine, SourceReport, SyncReport } from "./report.js";
import type { Run } from "./run.js";

/** What the runs of one command add up to. */
export class Collector {
  readonly organisation = new OrganisationLines();
  readonly #sources: SourceReport[] = [];
  readonly #decisions = new Map<string, DecisionLine>();
  readonly #changed: Decision[] = [];
  readonly #runs: Run[] = [];
  #opened = 0;
  #cleared = 0;
  #baseline = false;

  source(report: SourceReport): void {
    this.#sources.push(report);
  }

  run(run: Run): void {
    this.#runs.push(run);
    this.baseline(run.baseline);
  }

  baseline(is: boolean): void {
    this.#baseline ||= is;
  }

  findings(counts: { readonly opened: number; readonly cleared: number }): void {
    this.#opened += counts.opened;
    this.#cleared += counts.cleared;
  }

  settlement(settlement: Settlement): void {
    this.findings(settlement);
    for (const decision of changedOnly(settlement.decisions)) {
      this.#changed.push(decision);
      const line = decisionLine(decision, settlement.org);
      const earlier = this.#decisions.get(line.key);
      this.#decisions.set(
        line.key,
        earlier === undefined
          ? line
          : { ...line, ownersBefore: earlier.ownersBefore, standingBefore: earlier.standingBefore },
      );
    }
  }

  /** The report; `plan` counts what would be on top of what is. */
  async report(graph: Graph, frame: { plan: boolean; at: Instant }): Promise<SyncReport> {
    const known = await standingsOf(graph);
    const [open] = await graph.read((tx) => countFindings.run(tx, {}));
    const openNow = open?.open ?? 0;
    const writes = { organisation: 0, authorizations: 0, record: 0 };
    for (const run of this.#runs) {
      writes.organisation += run.writes.organisation;
      writes.authorizations += run.writes.authorizations;
      writes.record += run.writes.record;
    }
    return {
      plan: frame.plan,
      baseline: this.#baseline,
      runs: this.#runs.map((run) => run.number),
      at: frame.at,
      sources: this.#sources,
      organisation: this.organisation.report(),
      decisions: [...this.#decisions.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
      findings: {
        opened: this.#opened,
        cleared: this.#cleared,
        open: frame.plan ? openNow + this.#opened - this.#cleared : openNow,
      },
      writes,
      standings: frame.plan ? standingsAfter(known, this.#changed) : known,
    };
  }
}

/** Authorizations per standing, as stored. */
export async function standingsOf(graph: Graph): Promise<Record<StandingName, number>> {
  const counts = { ...NO_STANDINGS };
  for (const row of await graph.read((tx) => countStandings.run(tx, {}))) {
    counts[row.standing] = row.count;
  }
  return counts;
}
