import { START, type Stage, type SweepState, type Walk, writeState } from "./cursor.js";
import { type CallFailure, isPassing } from "./errors.js";
import type { OktaSettings, Scope } from "./settings.js";

/** Remarks of one read; more would say the same again. */
const REMARKS = 20;

/** A stage that reads something. */
export type Reading = Exclude<Stage, "done">;

/** What a sweep has come to: the one place that changes its state, so that every page can carry it. */
export class SweepProgress {
  readonly settings: OktaSettings;
  #state: SweepState;
  #failure: CallFailure | null = null;

  constructor(settings: OktaSettings, state: SweepState) {
    this.settings = settings;
    this.#state = state;
  }

  get state(): SweepState {
    return this.#state;
  }

  /** The first failure in this process that ended a stage. */
  get failure(): CallFailure | null {
    return this.#failure;
  }

  /** What a page carries: where to go on after everything that was noted until now. */
  resume(): string {
    return writeState(this.#state);
  }

  count(scope: Scope, records: number): void {
    const { tallies } = this.#state;
    const tally = { ...tallies[scope], count: tallies[scope].count + records };
    this.#become({ tallies: { ...tallies, [scope]: tally } });
  }

  /** The scope will not be complete; the first reason stays. */
  spoil(scope: Scope, reason: string): void {
    const { tallies } = this.#state;
    const tally = { ...tallies[scope], reason: tallies[scope].reason ?? reason };
    this.#become({ tallies: { ...tallies, [scope]: tally } });
  }

  /** The list of the stage begins anew: what was counted of it is counted again. */
  restart(): void {
    const { stage } = this.#state;
    const tallies = { ...this.#state.tallies };
    for (const scope of scopesOf(stage)) tallies[scope] = { ...tallies[scope], count: 0 };
    // Groups that failed are asked again only where the list of them begins anew; of another list's new
    // beginning they would be forgotten, and their members taken for gone.
    this.#become(stage === "members" ? { tallies, failedGroups: [] } : { tallies });
  }

  /** The next page of the list, or the next stage after its last one. */
  goOn(next: Walk | null): void {
    if (next !== null) this.#become({ walk: next, group: null });
    else this.#become({ stage: this.#stageAfter(), walk: START, group: null });
  }

  /** Which group is read next, and where; see `SweepState.group`. */
  goOnIn(group: SweepState["group"]): void {
    this.#become({ group });
  }

  failGroup(id: string, failure: CallFailure): void {
    const failedGroups = [...this.#state.failedGroups, { id, reason: failure.message }];
    this.#become({ failedGroups });
    this.notePassing(failure);
  }

  /** Nothing more of this stage is read, and its scopes are not complete (F10). */
  fail(failure: CallFailure): void {
    this.#failure ??= failure;
    for (const scope of scopesOf(this.#state.stage)) this.spoil(scope, failure.message);
    this.notePassing(failure);
    this.goOn(null);
  }

  /** The next read sweeps again when this may then succeed by itself. */
  notePassing(failure: CallFailure): void {
    if (isPassing(failure)) this.#become({ passing: true });
  }

  remark(sentence: string): void {
    const { remarks } = this.#state;
    if (remarks.includes(sentence) || remarks.length >= REMARKS) return;
    this.#become({ remarks: [...remarks, sentence] });
  }

  #stageAfter(): Stage {
    const { config } = this.settings;
    const agents = config.agents ? "agents" : "done";
    switch (this.#state.stage) {
      case "accounts":
        return config.groups.read ? "groups" : agents;
      case "groups":
        return "members";
      case "members":
        return agents;
      case "agents":
      case "done":
        return "done";
    }
  }

  #become(change: Partial<SweepState>): void {
    this.#state = { ...this.#state, ...change };
  }
}

function scopesOf(stage: Stage): readonly Scope[] {
  switch (stage) {
    case "accounts":
      return ["accounts", "managers"];
    case "groups":
      return ["teams"];
    case "members":
      return ["members"];
    case "agents":
      return ["agents"];
    case "done":
      return [];
  }
}
