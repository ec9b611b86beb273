import type { AccountFacts, PersonFacts } from "./person.js";
import type { Instant } from "./time.js";

/**
 * What the directory that is trusted most says of a person's access. `unknown`: it has no account of
 * theirs, or says nothing that anybody understands (F13).
 */
export type Access =
  | { readonly kind: "open" | "unknown" }
  | { readonly kind: "suspended" | "gone" | "dormant"; readonly since: Instant | null };

/**
 * One usable account is enough. Otherwise suspended before gone: a suspension says that somebody meant it
 * for now (L13), a removed account that nobody expects them back (L16).
 */
export function accessOf({ accounts }: Pick<PersonFacts, "accounts">): Access {
  const rank = Math.min(...accounts.map((account) => account.rank));
  const counted = accounts.filter((account) => account.rank === rank);
  const usable = counted.filter(({ status }) => status === "active" || status === "staged");
  if (usable.length > 0) {
    const dormant = usable.every((account) => account.dormantSince !== null);
    if (!dormant) return { kind: "open" };
    return { kind: "dormant", since: latest(usable.map((account) => account.dormantSince)) };
  }
  if (counted.some(({ status }) => status === "unknown")) return { kind: "unknown" };
  const suspended = counted.filter(({ status }) => status === "suspended");
  if (suspended.length > 0) return { kind: "suspended", since: sinceOf(suspended) };
  if (counted.length > 0) return { kind: "gone", since: sinceOf(counted) };
  return { kind: "unknown" };
}

function sinceOf(accounts: readonly AccountFacts[]): Instant | null {
  return latest(accounts.map((account) => account.statusSince));
}

function latest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.max(...known);
}
