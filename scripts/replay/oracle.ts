import type { Instant } from "../../src/domain/time.js";
import { startOf, type Month } from "./months.js";
import { authorizationKeyOf } from "./registry.js";
import { isOpenAt, type ApproverTenure, type History, type Tenure } from "./tenures.js";

/**
 * What must be true, worked out from the raw history alone: nothing here asks the product, and the
 * checks compare what the graph says with this.
 */

/** A right to approve that was still listed when the month closed in which its holder had left. */
export interface OutlivingGrant {
  readonly login: string;
  readonly authorizationKey: string;
  readonly endedAt: Instant;
  /**
   * Whether an earlier sync of this replay saw the listing while its holder was a member. If not,
   * there was nothing to release.
   */
  readonly seenBefore: boolean;
}

/** Answers about members that would otherwise scan thousands of rows each. */
export interface Membership {
  /** Was a member when the instant came. */
  readonly isMember: (login: string, at: Instant) => boolean;
  /** Was a member once and was none any more when the instant came. */
  readonly hasLeft: (login: string, at: Instant) => boolean;
  /** Some membership had ended when the instant came, whether or not another one holds. */
  readonly hasEverLeft: (login: string, at: Instant) => boolean;
  /** Some membership had begun when the instant came: the people file names them. */
  readonly hasJoined: (login: string, at: Instant) => boolean;
  /** Has, in the whole history, ever been a member. */
  readonly isKnown: (login: string) => boolean;
}

export function membershipOf(members: readonly Tenure[]): Membership {
  const byLogin = groupedByLogin(members);
  const tenures = (login: string): readonly Tenure[] => byLogin.get(login) ?? [];
  const isMember = (login: string, at: Instant): boolean =>
    tenures(login).some((tenure) => isOpenAt(tenure, at));
  const hasEverLeft = (login: string, at: Instant): boolean =>
    tenures(login).some(({ to }) => to !== null && to < at);
  return {
    isMember,
    hasEverLeft,
    hasJoined: (login, at) => tenures(login).some(({ from }) => from < at),
    hasLeft: (login, at) => hasEverLeft(login, at) && !isMember(login, at),
    isKnown: (login) => byLogin.has(login),
  };
}

/** Members whose membership ended since the previous closing and who are none at this one. */
export function departuresIn(
  members: readonly Tenure[],
  span: { readonly after: Instant; readonly closesAt: Instant },
): readonly Tenure[] {
  const { isMember } = membershipOf(members);
  const gone = members.filter(
    ({ login, to }) => endsIn(span, to) && !isMember(login, span.closesAt),
  );
  // Who joined and left twice within a month has left once.
  return [...new Map(gone.map((tenure) => [tenure.login, tenure])).values()];
}

/**
 * Listings open at the first month end after their holder's membership ended, per month (by name).
 * Whoever is a member again by then has not left as far as that month can tell.
 */
export function grantsOutlivingMembership(
  history: History,
  months: readonly Month[],
): ReadonlyMap<string, readonly OutlivingGrant[]> {
  const { isMember } = membershipOf(history.members);
  const byLogin = groupedByLogin(history.approvers);
  const found = new Map<string, readonly OutlivingGrant[]>();
  for (const [index, month] of months.entries()) {
    const before = months[index - 1];
    const { closesAt } = month;
    const span = { after: before?.closesAt ?? startOf(month), closesAt };
    const grants = departuresIn(history.members, span).flatMap(({ login, to }) =>
      (byLogin.get(login) ?? [])
        .filter((row) => isOpenAt(row, closesAt))
        .map((row) => ({
          login,
          authorizationKey: authorizationKeyOf(row),
          endedAt: to ?? closesAt,
          seenBefore: before !== undefined && wasHeld(row, before.closesAt, isMember),
        })),
    );
    found.set(month.name, grants);
  }
  return found;
}

/** Lines seen at one of the closings that name nobody who was ever a member: unknown owners. */
export function unknownApprovers(
  history: History,
  closings: readonly Instant[],
): { readonly unknownOwnerLines: number; readonly unknownOwners: number } {
  const { isKnown } = membershipOf(history.members);
  const rows = history.approvers.filter(
    (row) => !isKnown(row.login) && closings.some((at) => isOpenAt(row, at)),
  );
  const people = new Set(rows.map(({ login }) => login));
  return { unknownOwnerLines: rows.length, unknownOwners: people.size };
}

function groupedByLogin<T extends Tenure>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.login);
    if (group === undefined) groups.set(row.login, [row]);
    else group.push(row);
  }
  return groups;
}

function wasHeld(row: ApproverTenure, at: Instant, isMember: Membership["isMember"]): boolean {
  return isOpenAt(row, at) && isMember(row.login, at);
}

function endsIn(
  { after, closesAt }: { readonly after: Instant; readonly closesAt: Instant },
  to: Instant | null,
): boolean {
  return to !== null && to >= after && to < closesAt;
}
