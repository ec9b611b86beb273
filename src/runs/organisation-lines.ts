import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { AgentClaims, KnownAgent } from "../graph/queries/agents.js";
import type { DueEmployment } from "../graph/queries/org-write.js";
import { type AccountChange, isGone } from "../sync/account-change.js";
import type { FoundAgents } from "../sync/agents/find.js";
import type { LinkOutcome } from "../sync/correlator.js";
import type { TeamChange } from "../sync/diff.js";
import type { MembershipChange } from "../sync/memberships.js";
import type { EmploymentChange } from "../sync/employment-change.js";
import {
  ORGANISATION_KINDS,
  type OrganisationKind,
  type OrganisationLine,
  type OrganisationReport,
} from "./report.js";

/** Lines shown one by one; counts go on. Owners are always shown first. */
const SHOWN = 200;

const byOrder = (a: OrganisationLine, b: OrganisationLine): number =>
  Number(b.owner) - Number(a.owner) ||
  ORGANISATION_KINDS.indexOf(a.kind) - ORGANISATION_KINDS.indexOf(b.kind) ||
  compareText(a.name, b.name) ||
  compareText(a.detail, b.detail);

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Collects what differs, in words, without keeping everything in memory. */
export class OrganisationLines {
  readonly #counts = Object.fromEntries(ORGANISATION_KINDS.map((kind) => [kind, 0])) as Record<
    OrganisationKind,
    number
  >;
  #lines: OrganisationLine[] = [];
  #departing: ReadonlySet<PersonId> | null = null;

  /** From now on an end of work is a departure of these people only; null: of everybody. */
  departing(people: ReadonlySet<PersonId> | null): void {
    this.#departing = people;
  }

  employments(changes: readonly EmploymentChange[], at: Instant): void {
    for (const change of changes) {
      const departs = this.#departing?.has(change.personId) ?? true;
      this.#add(employmentLine(change, { at, departs }));
    }
  }

  /** What logins tell of employment: another login of somebody who is known is nobody who joins. */
  tenures(changes: readonly EmploymentChange[], at: Instant): void {
    this.employments(
      changes.filter(({ before, known }) => before !== null || !known),
      at,
    );
  }

  teams(changes: readonly TeamChange[]): void {
    for (const { key, before, claims } of changes) {
      const detail =
        before === null
          ? "new"
          : before.name !== claims.name
            ? `renamed from ${before.name}`
            : before.parentRef !== claims.parentRef
              ? "under another parent"
              : "changed";
      this.#add({ kind: "team", name: claims.name || key, detail, owner: false });
    }
  }

  goneTeams(teams: readonly { readonly key: string; readonly name: string }[]): void {
    for (const { key, name } of teams) {
      this.#add({ kind: "team", name: name || key, detail: "gone at its source", owner: false });
    }
  }

  /** Logins: those that close are shown, with whose they are; the others are counted. */
  accounts(changes: readonly AccountChange[]): void {
    for (const { before, claims, roles } of changes) {
      const closes = before !== null && before.status !== claims.status && isGone(claims.status);
      const suspends = before?.status === "active" && claims.status === "suspended";
      if (!closes && !suspends) {
        this.#counts.login += 1;
        continue;
      }
      const name = `${claims.name} (${claims.source})`;
      this.#add({ kind: "login", name, detail: claims.status, owner: roles > 0 });
    }
  }

  memberships(changes: readonly MembershipChange[]): void {
    this.#counts.membership += changes.length;
  }

  /** Agents of directories. */
  agents({ changes, gone }: FoundAgents): void {
    for (const { before, claims } of changes) {
      const name = `${claims.name} (${claims.source})`;
      this.#add({ kind: "agent", name, detail: agentDetail(before, claims), owner: false });
    }
    for (const { key, name } of gone) {
      this.#add({ kind: "agent", name: name || key, detail: "gone at its source", owner: false });
    }
  }

  /** Logins of which nobody knows whose they are. */
  links(outcomes: readonly LinkOutcome[]): void {
    for (const { facts, decision } of outcomes) {
      if (decision.kind !== "dispute" || facts.disputed) continue;
      const detail = `may belong to ${decision.candidateIds.length} people`;
      this.#add({ kind: "login", name: `${facts.name} (${facts.source})`, detail, owner: false });
    }
  }

  /** What took effect by itself because its day came. */
  due(due: readonly DueEmployment[], at: Instant): void {
    for (const one of due) {
      const owner = one.roles > 0;
      if (one.endsAt !== null && one.endsAt <= at) {
        const kind = one.worksOn ? "change" : "depart";
        this.#add({ kind, name: one.name, detail: lastDay(one), owner });
      } else if (one.leaveEndsAt !== null && one.leaveEndsAt <= at) {
        this.#add({ kind: "return", name: one.name, detail: "back from leave", owner });
      } else if (one.leaveStartsAt !== null && one.leaveStartsAt <= at) {
        this.#add({ kind: "leave", name: one.name, detail: "on leave from now", owner });
      }
    }
  }

  report(): OrganisationReport {
    this.#cut();
    return { counts: this.#counts, lines: this.#lines };
  }

  #add(line: OrganisationLine): void {
    this.#counts[line.kind] += 1;
    this.#lines.push(line);
    if (this.#lines.length >= 8 * SHOWN) this.#cut();
  }

  /** The first ones in their order, whatever order a source told them in. */
  #cut(): void {
    this.#lines = this.#lines.toSorted(byOrder).slice(0, SHOWN);
  }
}

function agentDetail(before: KnownAgent | null, claims: AgentClaims): string {
  if (before === null) return claims.status === "active" ? "seen" : `seen, ${claims.status}`;
  if (before.gone) return "is back";
  if (before.status !== claims.status) return claims.status;
  return before.name === claims.name ? "changed" : `renamed from ${before.name}`;
}

function employmentLine(
  change: EmploymentChange,
  { at, departs }: { readonly at: Instant; readonly departs: boolean },
): OrganisationLine {
  const { before, claims } = change;
  const line = { name: claims.name, owner: change.roles > 0 };
  if (before === null) {
    const gone = claims.endsAt !== null && claims.endsAt <= at;
    return {
      ...line,
      kind: "join",
      detail: gone ? `${lastDay(claims)} (already past)` : `from ${claims.startDate}`,
    };
  }
  if (claims.endDate !== before.endDate) {
    return claims.endDate === null
      ? {
          ...line,
          kind: "return",
          detail: `the end on ${before.endDate ?? "record"} was withdrawn`,
        }
      : { ...line, kind: departs ? "depart" : "change", detail: lastDay(claims) };
  }
  if (claims.leaveFrom !== before.leaveFrom || claims.leaveTo !== before.leaveTo) {
    const until = claims.leaveTo === null ? "" : ` to ${claims.leaveTo}`;
    return claims.leaveFrom === null
      ? { ...line, kind: "return", detail: "leave withdrawn" }
      : { ...line, kind: "leave", detail: `leave from ${claims.leaveFrom}${until}` };
  }
  return { ...line, kind: changeKind(before, claims), detail: changedFields(change) };
}

function changeKind(
  before: NonNullable<EmploymentChange["before"]>,
  now: EmploymentChange["claims"],
): OrganisationKind {
  if (before.teamRef !== now.teamRef || before.positionRef !== now.positionRef) return "move";
  return before.managerRef === now.managerRef ? "change" : "manager";
}

const SHOWN_FIELDS = {
  name: "name",
  email: "e-mail",
  login: "login",
  startDate: "start",
  workerType: "worker type",
  managerRef: "manager",
  teamRef: "team",
  positionRef: "position",
  zone: "time zone",
} as const;

function changedFields({ before, claims }: EmploymentChange): string {
  if (before === null) return "";
  const changed = Object.entries(SHOWN_FIELDS).flatMap(([field, word]) => {
    const name = field as keyof typeof SHOWN_FIELDS;
    return before[name] === claims[name]
      ? []
      : `${word} ${before[name] ?? "none"} → ${claims[name] ?? "none"}`;
  });
  if (before.rank !== claims.rank) changed.push("its source's word counts otherwise");
  return changed.length === 0 ? "read by a newer converter" : changed.join(", ");
}

function lastDay(one: { readonly endDate: string | null; readonly zone: string }): string {
  return `last day ${one.endDate ?? "unknown"}, ${one.zone}`;
}
