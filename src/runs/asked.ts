import type { PersonId } from "../domain/person.js";
import type { Instant, LocalDate } from "../domain/time.js";
import { type OrgReader, questionKey } from "../graph/org-reader.js";
import { normaliseAddress } from "../platform/normalise.js";
import { resolve, signingInstant } from "../sync/registry/people.js";

/** Why an order is not carried out: a code, and a sentence saying what to do instead. */
export interface Refusal {
  readonly refused: string;
  readonly sentence: string;
}

/** An address an order names, as of a day; null: as of now. */
export interface NamedAddress {
  readonly address: string;
  readonly on: LocalDate | null;
}

/** Addresses of orders, resolved. */
export class Asked {
  readonly #answers: ReadonlyMap<string, PersonId | Refusal>;

  constructor(answers: ReadonlyMap<string, PersonId | Refusal>) {
    this.#answers = answers;
  }

  /** The person, or why there is none. */
  who(address: string, on: LocalDate | null = null): PersonId | Refusal {
    return (
      this.#answers.get(answerKey(normaliseAddress(address), on)) ?? {
        refused: "PERSON_UNKNOWN",
        sentence: `"${address}" is nobody we know.`,
      }
    );
  }
}

/** Resolves all addresses in one batch, each as of its day. */
export async function ask(
  reader: OrgReader,
  addresses: readonly NamedAddress[],
  at: Instant,
): Promise<Asked> {
  const questions = addresses.map(({ address, on }) => ({
    on,
    address: normaliseAddress(address),
    at: on === null ? at : signingInstant(on, at),
  }));
  if (questions.length === 0) return new Asked(new Map());
  const found = await reader.candidates(
    questions.map(({ address, at: then }) => ({ address, at: then })),
  );
  return new Asked(
    new Map(
      questions.map((question) => {
        const answer = resolve(question, found.get(questionKey(question)) ?? []);
        const result =
          "personId" in answer
            ? answer.personId
            : {
                refused: `PERSON_${answer.refused.toUpperCase().replaceAll("-", "_")}`,
                sentence: answer.because,
              };
        return [answerKey(question.address, question.on), result];
      }),
    ),
  );
}

function answerKey(address: string, on: LocalDate | null): string {
  return `${address}@${on ?? ""}`;
}
