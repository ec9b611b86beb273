import type { PersonId } from "../../domain/person.js";
import { type Instant, DAY_MS, type LocalDate, contains } from "../../domain/time.js";
import { type AddressQuestion, type OrgReader, questionKey } from "../../graph/org-reader.js";
import type { AddressCandidate } from "../../graph/queries/org-read.js";
import { endOfDay, startOfDay } from "../../platform/zone.js";

/** What an address turned out to be: a person, or a sentence saying why it cannot be taken. */
export type Resolution =
  | { readonly personId: PersonId }
  | {
      readonly refused: "unknown" | "not-in-force" | "departed" | "ambiguous" | "not-human";
      readonly because: string;
      /** Departed: the one person it meant. A first registration takes them; continuity goes on from there. */
      readonly leaver?: PersonId;
    };

/** People of document lines, each resolved once for all documents of a run. */
export class People {
  readonly #reader: OrgReader;
  readonly #answers = new Map<string, Resolution>();

  constructor(reader: OrgReader) {
    this.#reader = reader;
  }

  /** Looks up what is not known yet, in few batches. */
  async ask(questions: readonly AddressQuestion[]): Promise<void> {
    const fresh = new Map(
      questions
        .filter((question) => !this.#answers.has(questionKey(question)))
        .map((question) => [questionKey(question), question]),
    );
    if (fresh.size === 0) return;
    const found = await this.#reader.candidates([...fresh.values()]);
    for (const [key, question] of fresh) {
      this.#answers.set(key, resolve(question, found.get(key) ?? []));
    }
  }

  /** The answer to a question that was asked before. */
  answer(question: AddressQuestion): Resolution {
    const answer = this.#answers.get(questionKey(question));
    if (answer === undefined) throw new Error(`never asked for ${questionKey(question)}`);
    return answer;
  }
}

/** People who can be asked for, and the instant at which lines that carry no date of their own ask. */
export interface PeopleAt {
  readonly people: People;
  readonly at: Instant;
}

/** The instant a signing day is resolved at: its noon UTC, but never later than now. */
export function signingInstant(on: LocalDate, at: Instant): Instant {
  return Math.min(startOfDay(on, "UTC") + DAY_MS / 2, at);
}

/** The instant that goes on record for a signature that knows only its day. */
export function signedInstant(on: LocalDate, at: Instant): Instant {
  return Math.min(startOfDay(on, "UTC"), at);
}

/**
 * Who held the address at that time: exactly one person with an employment in force and a record that
 * carried the address then, or where nobody did, on that day: a new address is known from the evening's
 * read on. Anything else is refused with what is known (G9, Q1, Q2).
 */
export function resolve(
  { address, at }: AddressQuestion,
  candidates: readonly AddressCandidate[],
): Resolution {
  if (candidates.length === 0) {
    return { refused: "unknown", because: `"${address}" is nobody we know.` };
  }
  const employed = candidates.filter((one) => contains({ from: one.startsAt, to: one.endsAt }, at));
  const held = employed.filter((one) => contains({ from: one.validFrom, to: one.validTo }, at));
  const inForce = held.length > 0 ? held : laterThatDay(employed, at);
  const people = new Set(inForce.map((one) => one.personId));
  if (people.size > 1) {
    return {
      refused: "ambiguous",
      because: `"${address}" belongs to ${people.size} people; use another address of the person you mean. Where they are one human: countersign identity same.`,
    };
  }
  const [one] = inForce;
  if (one === undefined) return notInForce(address, at, candidates);
  if (inForce.every((candidate) => candidate.workerType === "service")) {
    return {
      refused: "not-human",
      because: `"${address}" is a service account; only a person can answer for a decision.`,
    };
  }
  return { personId: one.personId };
}

/** Where somebody came to the address later that day: everybody who had it on that day. */
function laterThatDay(candidates: readonly AddressCandidate[], at: Instant): AddressCandidate[] {
  const begins = startOfDay(day(at), "UTC");
  const ends = begins + DAY_MS;
  if (!candidates.some(({ validFrom }) => validFrom > at && validFrom < ends)) return [];
  return candidates.filter(
    ({ validFrom, validTo }) => validFrom < ends && (validTo === null || validTo > begins),
  );
}

function notInForce(
  address: string,
  at: Instant,
  candidates: readonly AddressCandidate[],
): Resolution {
  const ended = candidates.filter((one) => one.endsAt !== null && one.endsAt <= at);
  const last = Math.max(...ended.map((one) => one.endsAt ?? 0));
  const leavers = new Set(ended.filter((one) => one.endsAt === last).map((one) => one.personId));
  const [leaver] = leavers;
  if (leaver !== undefined && leavers.size === 1) {
    const because = `"${address}" had left by ${day(at)} (last day ${day(last - 1)}).`;
    return { refused: "departed", leaver, because };
  }
  const begins = candidates.filter((one) => one.startsAt > at).map((one) => one.startsAt);
  const because =
    begins.length === candidates.length
      ? `"${address}" began only on ${day(Math.min(...begins))}, after ${day(at)}.`
      : `Nobody held "${address}" on ${day(at)}.`;
  return { refused: "not-in-force", because };
}

function day(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Whether a limit's dates are in order; both ends become instants in UTC. */
export function limitPeriod(
  from: LocalDate | null,
  to: LocalDate | null,
): { readonly from: Instant; readonly to: Instant | null } {
  return {
    from: from === null ? 0 : startOfDay(from, "UTC"),
    to: to === null ? null : endOfDay(to, "UTC"),
  };
}
