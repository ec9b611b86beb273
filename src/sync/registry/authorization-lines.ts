import type { PersonId } from "../../domain/person.js";
import type { Instant } from "../../domain/time.js";
import type { AddressQuestion } from "../../graph/org-reader.js";
import type { Problem } from "../../platform/problem.js";
import type { AuthorizationDocument, SignedLine } from "../../sources/registry/documents.js";
import { type Applied, type ChangedDocument, refusedLine } from "./applied.js";
import { type PeopleAt, signingInstant } from "./people.js";

/** A person line that can be applied. */
export interface PersonLine {
  readonly path: string;
  readonly address: string;
  readonly personId: PersonId;
}

/** A signed line that can be applied. */
export interface SignatureLine extends PersonLine {
  readonly signed: SignedLine;
}

/** The lines of an authorization document, resolved; refused ones are problems and are left out. */
export interface AuthorizationLines {
  readonly owner: PersonLine | null;
  readonly coOwners: readonly PersonLine[];
  readonly successors: readonly PersonLine[];
  readonly signed: readonly SignatureLine[];
  readonly pins: Readonly<Record<string, PersonId>>;
  readonly problems: readonly Problem[];
}

/** A signing day has a pin of its own: an address may have meant somebody else on that day. */
export function signedPin(signed: SignedLine): string {
  return `${signed.by}@${signed.on}`;
}

/** Everything the document's new or changed lines have to ask about. */
export function authorizationQuestions(
  document: AuthorizationDocument,
  applied: Applied | undefined,
  at: Instant,
): AddressQuestion[] {
  const duty = [
    ...(document.owner === null ? [] : [document.owner]),
    ...document.coOwners,
    ...document.successors,
  ].filter((address) => applied?.pins[address] === undefined);
  const signed = document.signed.filter((line) => applied?.pins[signedPin(line)] === undefined);
  return [
    ...duty.map((address) => ({ address, at })),
    ...signed.map((line) => ({ address: line.by, at: signingInstant(line.on, at) })),
  ];
}

/**
 * Resolves every line: pinned ones keep whom they meant, new ones are asked as of their date. A document
 * that is registered for the first time may name somebody who has left meanwhile: the authorization is
 * real, and continuity finds who answers for it now (L14).
 */
export function resolveLines(
  { seen, document, applied }: ChangedDocument<AuthorizationDocument>,
  frame: PeopleAt,
): AuthorizationLines {
  const pins: Record<string, PersonId> = {};
  const problems: Problem[] = [];
  const accept = (path: string, pin: string, question: AddressQuestion): PersonLine | null => {
    const pinned = applied?.pins[pin];
    const answer = pinned === undefined ? frame.people.answer(question) : { personId: pinned };
    const first = applied === undefined && "leaver" in answer ? answer.leaver : undefined;
    if (first !== undefined) {
      pins[pin] = first;
      return { path, address: question.address, personId: first };
    }
    if ("refused" in answer) {
      const sentence = `${path.replace(/\.\d+/, "")}: ${answer.because}`;
      problems.push(refusedLine(seen, { path, rule: `person-${answer.refused}`, sentence }));
      return null;
    }
    pins[pin] = answer.personId;
    return { path, address: question.address, personId: answer.personId };
  };
  const duty = (path: string, address: string) => accept(path, address, { address, at: frame.at });
  return {
    owner: document.owner === null ? null : duty("owner", document.owner),
    coOwners: document.coOwners.flatMap(
      (address, index) => duty(`coOwners.${index}`, address) ?? [],
    ),
    successors: document.successors.flatMap(
      (address, index) => duty(`successors.${index}`, address) ?? [],
    ),
    signed: document.signed.flatMap((signed, index) => {
      const question = { address: signed.by, at: signingInstant(signed.on, frame.at) };
      const line = accept(`signed.${index}.by`, signedPin(signed), question);
      return line === null ? [] : { ...line, signed };
    }),
    pins,
    problems,
  };
}

/** The document as far as it is applied: refused lines stay what they were. */
export function appliedDocument(
  document: AuthorizationDocument,
  lines: Pick<AuthorizationLines, "owner" | "coOwners" | "successors" | "signed">,
  before: AuthorizationDocument | null,
): AuthorizationDocument {
  const owner = document.owner === null ? null : (lines.owner?.address ?? before?.owner ?? null);
  return {
    ...document,
    owner,
    coOwners: lines.coOwners.map((line) => line.address),
    successors: lines.successors.map((line) => line.address),
    signed: lines.signed.map((line) => line.signed),
  };
}
