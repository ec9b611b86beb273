import type { z } from "zod";
import type { readRecipients } from "../graph/queries/alerts.js";
import type { Recipient } from "./view.js";

type Candidate = z.output<typeof readRecipients.row>;

/** Everybody who might be told, by person id. */
export type Candidates = ReadonlyMap<string, Candidate>;

export function candidatesOf(rows: readonly Candidate[]): Candidates {
  return new Map(rows.map((row) => [row.personId, row]));
}

/**
 * Who is told at this instant: of the persons in their order (the governance lead, then the last
 * resort), the first who works here; where a channel needs an address, somebody with an address of
 * their own goes before somebody without. Null: there is nobody.
 */
export function chooseRecipient(
  order: readonly (string | null)[],
  candidates: Candidates,
  needsAddress: boolean,
): Recipient | null {
  const active = order.flatMap((personId) => {
    const recipient = personId === null ? null : activeRecipient(candidates.get(personId));
    return recipient === null ? [] : [recipient];
  });
  const reachable = needsAddress ? active.find((one) => one.address !== null) : undefined;
  return reachable ?? active[0] ?? null;
}

/** The person as a recipient; null when they do not work here now. */
export function activeRecipient(candidate: Candidate | undefined): Recipient | null {
  if (candidate === undefined || !candidate.isActive) return null;
  // An address that two people hold may reach the wrong one: it is nobody's (Q1).
  const job = candidate.jobs.find((one) => one.sharedWith === 0 && isAddress(one.email));
  return {
    personId: candidate.personId,
    name: candidate.name ?? candidate.personId,
    address: job?.email ?? null,
    zone: job?.zone ?? candidate.jobs[0]?.zone ?? null,
  };
}

/** One plain address. A directory may carry anything: a list or a line break must not reach SMTP. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(text);
}
