import type { PersonId } from "./person.js";
import type { Instant } from "./time.js";

/** On what a link rests: a worker id that both sides carry, the account itself, or a named person's word. */
export type LinkEvidence = "workerId" | "founded" | "manual";

/** Everything that decides whose an account is. */
export interface AccountLink {
  readonly key: string;
  /** A machine, mailbox or room is nobody's self (Q5). */
  readonly nature: "human" | "guest" | "service";
  /** Identifiers that the directory says are of the same human, stable order. */
  readonly claims: readonly string[];
  readonly linkedTo: {
    readonly personId: PersonId;
    readonly evidence: LinkEvidence;
    readonly evidenceKey: string | null;
    readonly expiresAt: Instant | null;
  } | null;
  /** Whom the claimed identifiers stand for. */
  readonly candidates: readonly { readonly claim: string; readonly personId: PersonId }[];
  /** People of whom somebody said that this is not them (Q3). */
  readonly refusedIds: readonly PersonId[];
}

/**
 * What follows.
 *
 * ```text
 *               no candidate ──▶ found (this directory says who works here) | wait (it does not)
 *  not linked   one          ──▶ link
 *               several      ──▶ dispute, linked to nobody
 *
 *               by hand, in force            ──▶ keep; other candidates are shown as drift
 *  linked       same or no candidate         ──▶ keep (the pin holds)
 *               another candidate            ──▶ dispute, the pin holds
 * ```
 */
export type Correlation =
  | { readonly kind: "keep"; readonly drift: readonly PersonId[] }
  | { readonly kind: "link"; readonly personId: PersonId; readonly evidenceKey: string }
  | { readonly kind: "found" }
  | { readonly kind: "wait" }
  | {
      readonly kind: "dispute";
      readonly candidateIds: readonly PersonId[];
      /** The link was made by hand and has run out. */
      readonly expired: boolean;
    };

/**
 * Decides whose an account is, by immutable ids only: nothing that can be given on is ever looked at (I11, Q1). One
 * strong match links; several are for a human (Q2); a link that was made is kept until a human says
 * otherwise, so that a changed worker id at the directory moves nobody's duty.
 */
export function correlate(
  account: AccountLink,
  { founds, at }: { readonly founds: boolean; readonly at: Instant },
): Correlation {
  const { linkedTo } = account;
  if (account.nature === "service" && linkedTo?.evidence !== "manual") return { kind: "wait" };
  const people = candidatesOf(account);
  if (linkedTo === null) return unlinked(people, founds && account.refusedIds.length === 0);
  const others = [...people.keys()].filter((id) => id !== linkedTo.personId);
  const expired = hasRunOut(linkedTo, at);
  if (linkedTo.evidence === "manual" && !expired) return { kind: "keep", drift: others };
  if (others.length === 0 && (!expired || people.size > 0)) return { kind: "keep", drift: [] };
  return { kind: "dispute", candidateIds: [linkedTo.personId, ...others].toSorted(), expired };
}

/** People whom a claimed identifier stands for, with the first such; refused ones left out. */
function candidatesOf({ candidates, refusedIds }: AccountLink): Map<PersonId, string> {
  const people = new Map<PersonId, string>();
  for (const { claim, personId } of candidates) {
    if (!refusedIds.includes(personId) && !people.has(personId)) people.set(personId, claim);
  }
  return people;
}

/** A link made by hand holds until its last instant (Q9). */
function hasRunOut(link: NonNullable<AccountLink["linkedTo"]>, at: Instant): boolean {
  return link.evidence === "manual" && link.expiresAt !== null && link.expiresAt <= at;
}

function unlinked(people: ReadonlyMap<PersonId, string>, founds: boolean): Correlation {
  const [first] = people;
  if (first === undefined) return { kind: founds ? "found" : "wait" };
  if (people.size > 1) {
    return { kind: "dispute", candidateIds: [...people.keys()].toSorted(), expired: false };
  }
  const [personId, evidenceKey] = first;
  return { kind: "link", personId, evidenceKey };
}
