import { type Correlation, correlate } from "../domain/correlation.js";
import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { LinkFacts } from "../graph/queries/identity.js";
import { contentHash, mintId } from "../platform/ids.js";
import type { SourceRanks } from "../platform/ranks.js";
import { type EmploymentChange, type ReadEmployment, readEmployment } from "./employment-change.js";
import { employmentOfLogin } from "./login-employment.js";

/** What was decided about one login, and what follows from it. */
export interface LinkOutcome {
  readonly facts: LinkFacts;
  readonly decision: Correlation;
  /** Whose it is from now on; null: nobody's. */
  readonly personId: PersonId | null;
  /** Identifiers that belong to a person founded by it. */
  readonly pins: readonly string[];
  /** What its directory says of the human's employment, where that directory decides it. */
  readonly tenure: ReadEmployment | null;
}

/** What logins tell of employment, with whose it is by what was decided; known: a person was not founded by it. */
export function asDecided(
  changes: readonly EmploymentChange[],
  outcomes: readonly LinkOutcome[],
): EmploymentChange[] {
  const outcomeOf = new Map(outcomes.map((one) => [one.facts.key, one]));
  return changes.map((change) => {
    const { personId = null, decision } = outcomeOf.get(change.identifierKey) ?? {};
    return personId === null ? change : { ...change, personId, known: decision?.kind !== "found" };
  });
}

/** What the decisions rest on besides the facts. */
export interface CorrelatorFrame {
  readonly at: Instant;
  readonly ranksOf: (source: string) => SourceRanks;
  readonly guestGraceDays: number;
  /** Of the adapter whose logins these are: part of the content hash of what they tell of employment. */
  readonly converterHashOf: (source: string) => string;
}

/**
 * Decides about logins one after the other, so that two of them with the same strong key found one person
 * and not two. A plan and a run use the same code; only what they do with the outcome differs.
 */
export class Correlator {
  readonly #frame: CorrelatorFrame;
  readonly #salt = mintId();
  /** People founded so far, by the identifiers that are theirs. */
  readonly #founded = new Map<string, PersonId>();

  constructor(frame: CorrelatorFrame) {
    this.#frame = frame;
  }

  decide(facts: LinkFacts): LinkOutcome {
    const { at } = this.#frame;
    const tenure = this.#tenureOf(facts);
    const founded = facts.claims.flatMap((claim) => {
      const personId = this.#founded.get(claim);
      const known = facts.candidates.some((one) => one.claim === claim);
      return personId === undefined || known ? [] : [{ claim, personId }];
    });
    const seen = { ...facts, candidates: [...facts.candidates, ...founded] };
    // A tombstone tells of nobody: who came and went between two reads was never known to be a person.
    const founds = tenure !== null && facts.status !== "purged";
    const decision = correlate(seen, { founds, at });
    switch (decision.kind) {
      case "keep":
      case "dispute":
        return { facts, decision, personId: facts.linkedTo?.personId ?? null, pins: [], tenure };
      case "link":
        return { facts, decision, personId: decision.personId, pins: [], tenure };
      case "found":
        return { facts, decision, personId: this.#found(facts), pins: facts.claims, tenure };
      case "wait":
        return { facts, decision, personId: null, pins: [], tenure: null };
      default:
        return decision satisfies never;
    }
  }

  #found({ key, claims }: LinkFacts): PersonId {
    const personId = contentHash([this.#salt, key]);
    for (const claim of claims) this.#founded.set(claim, personId);
    return personId;
  }

  #tenureOf(facts: LinkFacts): ReadEmployment | null {
    const { source, nativeId, name, email, login, status, statusSince, nature, since } = facts;
    const { at, ranksOf, guestGraceDays, converterHashOf } = this.#frame;
    const ranks = ranksOf(source);
    // What a directory told while it decided who works here must end with the login also when it decides no more.
    const ofEmployee = ranks.employment ?? (facts.carries ? ranks.guests : null);
    const rank = nature === "guest" ? ranks.guests : ofEmployee;
    if (rank === null || since === null) return null;
    const teamId = facts.teamRef === null ? null : facts.teamRef.slice(source.length + 1);
    const seen = employmentOfLogin(
      { source, nativeId, name, email, login, status, statusSince, nature, since, teamId },
      { guestGraceDays },
    );
    if (seen === null) return null;
    return readEmployment(seen, { source, rank, at, converterHash: converterHashOf(source) });
  }
}
