/** Pairs of a round that are remembered; a round with more is read as a full one instead. */
const MOST_PAIRS = 250_000;

type Word = "in" | "out" | "both";

/** What a round has told of one group, by member. */
export interface GroupPairs {
  readonly groupId: string;
  readonly came: readonly string[];
  readonly went: readonly string[];
  /** Told both ways: there is no order to go by, so the group itself has to be asked (F8). */
  readonly both: readonly string[];
}

/** What a round of changes has told of memberships so far; nothing of it counts before its end. */
export class MemberPairs {
  readonly #groups = new Map<string, Map<string, Word>>();
  #size = 0;

  /** More pairs than are remembered: nothing can be settled from this round. */
  get isOverfull(): boolean {
    return this.#size > MOST_PAIRS;
  }

  note(groupId: string, memberId: string, word: Word): void {
    const pairs = this.#groups.get(groupId) ?? new Map<string, Word>();
    this.#groups.set(groupId, pairs);
    const known = pairs.get(memberId);
    if (known === undefined) this.#size += 1;
    pairs.set(memberId, known === undefined || known === word ? word : "both");
  }

  /** By group, in the order in which they were first told. */
  *groups(): Generator<GroupPairs> {
    for (const [groupId, pairs] of this.#groups) {
      const told = (word: Word): string[] =>
        [...pairs].flatMap(([id, one]) => (one === word ? [id] : []));
      yield { groupId, came: told("in"), went: told("out"), both: told("both") };
    }
  }
}
