import type { Observation, Quarantined, SourcePage, UnsaidField } from "../port.js";
import type { Run } from "./run.js";

const PAGE_LIMIT = 1_000;

interface Part {
  readonly unsaid: readonly UnsaidField[];
  readonly observations: Observation[];
  readonly quarantined: Quarantined[];
}

/** What one page of Graph comes to, in pages of the port: in order, and alike in what they leave unsaid. */
export class Telling {
  readonly #parts: Part[] = [];

  add(observation: Observation, unsaid: readonly UnsaidField[] = []): void {
    this.#part(unsaid).observations.push(observation);
  }

  quarantine(quarantined: Quarantined): void {
    this.#part([]).quarantined.push(quarantined);
  }

  /** `commit` moves the run's place on; only the last page carries the new one. */
  *pages(run: Run, commit: () => void): Generator<SourcePage> {
    const last = this.#parts.pop() ?? { unsaid: [], observations: [], quarantined: [] };
    for (const part of this.#parts) yield pageOf(run, part);
    commit();
    yield pageOf(run, last);
  }

  #part(unsaid: readonly UnsaidField[]): Part {
    const open = this.#parts.at(-1);
    const fits =
      open !== undefined &&
      open.observations.length + open.quarantined.length < PAGE_LIMIT &&
      open.unsaid.join() === unsaid.join();
    if (fits) return open;
    const part: Part = { unsaid, observations: [], quarantined: [] };
    this.#parts.push(part);
    return part;
  }
}

function pageOf(run: Run, part: Part): SourcePage {
  run.state.told += part.observations.length + part.quarantined.length;
  return { kind: "page", ...part, progress: null, resume: run.mark };
}
