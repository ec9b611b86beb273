import { type AccountChange, takesAwayAccess } from "../sync/account-change.js";
import type { TeamChange } from "../sync/diff.js";
import { type EmploymentChange, takesAway } from "../sync/employment-change.js";
import type { GoneTeam, MembershipChange } from "../sync/memberships.js";
import { type SourceRead, isCertified } from "../sync/read-source.js";
import { changesAddress, changesIdentifiers } from "../sync/removals.js";

/**
 * What of a read may be applied.
 * - `certified`: everything that its certificates allow; who is missing for the first time is a candidate.
 * - `released`: the same, and a named person has stood for who is missing.
 * - `held`: nothing that takes anything away.
 * - `stopped`: nothing at all.
 */
export interface Admission {
  readonly admits: "certified" | "released" | "held" | "stopped";
  /** Changed addresses, logins and worker ids wait too (O7). */
  readonly identifiersHeld: boolean;
}

export const AS_CERTIFIED: Admission = { admits: "certified", identifiersHeld: false };

/** Changes that may be applied, with how many were left out (I5). */
export interface Admitted<Change> {
  readonly changes: readonly Change[];
  readonly withheld: number;
}

/** The changes of a read as far as it may be applied, in the order they have. */
export class Admittance {
  readonly #read: SourceRead;
  readonly #admission: Admission;

  constructor(read: SourceRead, admission: Admission) {
    this.#read = read;
    this.#admission = admission;
  }

  employments(changes: readonly EmploymentChange[]): Admitted<EmploymentChange> {
    const told = changes.filter((one) => one.absence !== "first" || this.#firstsToo);
    const takes = this.#mayTake("employments");
    const { identifiersHeld } = this.#admission;
    // Another job of theirs may be what could not be believed.
    const mayTake = (one: EmploymentChange): boolean =>
      takes && !this.#read.doubted.has(one.identifierKey);
    return this.#kept(
      told,
      (one) => (mayTake(one) || !takesAway(one)) && !(identifiersHeld && changesAddress(one)),
    );
  }

  accounts(changes: readonly AccountChange[]): Admitted<AccountChange> {
    const told = changes.filter((one) => one.absence !== "first" || this.#firstsToo);
    const takes = this.#mayTake("accounts");
    const { identifiersHeld } = this.#admission;
    return this.#kept(
      told,
      (one) => (takes || !takesAwayAccess(one)) && !(identifiersHeld && changesIdentifiers(one)),
    );
  }

  /** Of a read that is not certified known teams stay as they are. */
  teams(): Admitted<TeamChange> {
    const takes = isCertified(this.#read, "teams");
    return this.#kept(this.#read.teams, (one) => takes || one.before === null);
  }

  /** Members of a group that is gone end with it, whatever could not be read of other groups (O11). */
  memberships(changes: readonly MembershipChange[]): Admitted<MembershipChange> {
    const takes = this.#mayTake("members");
    const isGone = (one: MembershipChange): boolean => one.kind === "end" && one.group !== "stands";
    const told = changes.filter(
      (one) => one.kind === "begin" || one.group !== "missing" || this.#firstsToo,
    );
    return this.#kept(
      told,
      (one) => takes || one.kind === "begin" || (isGone(one) && this.#admission.admits !== "held"),
    );
  }

  goneTeams(): Admitted<GoneTeam> {
    const told = this.#read.goneTeams.filter((one) => one.is === "gone" || this.#firstsToo);
    return this.#kept(told, () => this.#admission.admits !== "held");
  }

  /** Keys of teams that are missing for the first time and become candidates by this run (L15). */
  candidateTeams(): string[] {
    if (this.#admission.admits !== "certified") return [];
    return this.#read.goneTeams.flatMap((one) => (one.is === "missing" ? one.key : []));
  }

  /** Keys that are missing for the first time and become candidates by this run (L15). */
  candidates(changes: readonly (EmploymentChange | AccountChange)[]): string[] {
    if (this.#admission.admits !== "certified") return [];
    return changes.flatMap((one) => (one.absence === "first" ? one.key : []));
  }

  /** Anything of the read may be applied. */
  get isOpen(): boolean {
    return this.#admission.admits !== "stopped";
  }

  get #firstsToo(): boolean {
    return this.#admission.admits === "released";
  }

  #mayTake(scope: string): boolean {
    return isCertified(this.#read, scope) && this.#admission.admits !== "held";
  }

  #kept<Change>(all: readonly Change[], isKept: (one: Change) => boolean): Admitted<Change> {
    const changes = this.isOpen ? all.filter(isKept) : [];
    return { changes, withheld: all.length - changes.length };
  }
}
