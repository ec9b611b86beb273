import type { Certificate } from "../port.js";
import { USER_ASKS } from "./asks.js";
import type { EntraCursor, RoundState } from "./read-state.js";
import { isUnreadOverfull } from "./group-members.js";
import type { Run } from "./run.js";

const NO_MANAGERS = "The directory does not tell the managers of users.";

/** What the read may claim about each scope at its end. */
export function certificatesOf(run: Run): Certificate[] {
  const { config } = run;
  return [
    ...userCertificates(run),
    ...(config.groups.read ? groupCertificates(run) : []),
    ...(config.agents || config.servicePrincipals ? [agentCertificate(run)] : []),
  ];
}

function userCertificates({ state, asks }: Run): Certificate[] {
  const { users } = state;
  const scopeHash = asks.hash("users");
  const { basis } = users;
  const managers = users.failed ?? (USER_ASKS[users.level]?.managers === true ? null : NO_MANAGERS);
  return [
    { scope: "accounts", ...wholeUnless(users.failed), count: users.count, scopeHash, basis },
    { scope: "managers", ...wholeUnless(managers), count: users.related, scopeHash, basis },
  ];
}

function groupCertificates({ state, asks }: Run): Certificate[] {
  const { groups } = state;
  const scopeHash = asks.hash("groups");
  const { basis } = groups;
  const overfull = isUnreadOverfull(groups.unread)
    ? "Of more than 1,000 groups not all members could be read."
    : null;
  const members = wholeUnless(groups.failed ?? overfull);
  return [
    { scope: "teams", ...wholeUnless(groups.failed), count: groups.count, scopeHash, basis },
    { scope: "members", ...members, count: groups.related, scopeHash, basis },
    ...groups.unread.map((id) => ({
      scope: `members/${id}`,
      complete: false,
      reason: "Not all members of this group could be read.",
      count: 0,
      scopeHash,
      basis,
    })),
  ];
}

/** Agents have no delta: every read asks for all of them. */
function agentCertificate({ state, asks, config }: Run): Certificate {
  const { agents } = state;
  const scopeHash = asks.hash(config.servicePrincipals ? "principals" : "agents");
  return {
    scope: "agents",
    ...wholeUnless(agents.failed),
    count: agents.count,
    scopeHash,
    basis: "sweep",
  };
}

function wholeUnless(reason: string | null): Pick<Certificate, "complete" | "reason"> {
  return { complete: reason === null, reason };
}

/**
 * Where the next read goes on: what a scope did not come to the end of, it begins again where it began
 * this time (F7). Null: everything is read in full.
 */
export function nextCursor(run: Run): string | null {
  const { state, cursor, asks, config } = run;
  const users = nextPart(run, {
    round: state.users,
    known: cursor.users,
    asked: asks.hash("users"),
  });
  const groups = config.groups.read
    ? nextPart(run, { round: state.groups, known: cursor.groups, asked: asks.hash("groups") })
    : null;
  if (users === null && groups === null) return null;
  const next: EntraCursor = { version: 1, users, groups };
  return JSON.stringify(next);
}

interface Part<Recheck> {
  readonly link: string;
  readonly level: number;
  readonly asked: string;
  readonly sweptAt: number;
  readonly recheck: Recheck;
}

function nextPart<Recheck>(
  { request }: Run,
  of: {
    readonly round: RoundState & { readonly recheck: Recheck };
    readonly known: Part<Recheck> | null;
    readonly asked: string;
  },
): Part<Recheck> | null {
  const { round, known, asked } = of;
  if (round.failed !== null) return known;
  const { deltaLink: link, level, recheck } = round;
  if (link === null || round.sweepNext) return null;
  const sweptAt = round.basis === "sweep" ? request.at : (known?.sweptAt ?? request.at);
  return { link, level, asked, sweptAt, recheck };
}
