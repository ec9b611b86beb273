import { OBSTACLE_PHRASES, type TraceEntry } from "../domain/succession-trace.js";
import type { Instant } from "../domain/time.js";
import type { AuthorizationChain, PersonChain } from "../graph/queries/history.js";
import type { ChainAnswer, ChainEvent } from "./report.js";

/** Roles as sentences say them. */
export const ROLES = { owner: "owner", coOwner: "co-owner", acting: "acting owner" } as const;

/** Why an ownership ended, in words that complete "X no longer answers for it: …". */
export const BECAUSE: Readonly<Record<string, string>> = {
  OWNER_DEPARTED: "left",
  OWNER_MOVED: "moved",
  OWNER_IS_BUILDER: "is the agent's builder",
  OWNER_OVER_LIMIT: "may not sign for this much",
  OWNER_NOT_HUMAN: "is not a natural person",
  declined: "declined",
  byAct: "somebody else was named",
  leaveEnded: "the leave they stood in for is over",
  restored: "the owner they stood in for is back",
};

/** A new basis of the same duty is no end of it, nor is that its owner is known under another record (Q3). */
const NOT_AN_END: ReadonlySet<string | null> = new Set(["newBasis", "PERSON_MERGED"]);

/** Everything that happened to an authorization, in order of time. */
export function authorizationStory(chain: AuthorizationChain): ChainAnswer {
  const events: ChainEvent[] = [
    ...chain.ownerships.flatMap((one) => [
      beginning(one, one.name, chain.key),
      ...ending(one, one.name, chain.key),
    ]),
    ...chain.standings.map((one) => ({
      at: one.validFrom,
      kind: "standing" as const,
      sentence: `${one.standing}${one.reasons.length === 0 ? "" : ` (${one.reasons.join(", ")})`}${deadlineWords(one.deadlineAt)}`,
      authorizationKey: chain.key,
    })),
    ...chain.signatures.map((one) => ({
      at: one.signedAt,
      kind: "signature" as const,
      sentence: `${one.name} signed (${one.strength}${one.recordedBy === null ? "" : `, recorded by ${one.recordedBy}`})`,
      authorizationKey: chain.key,
    })),
    ...chain.successions.map((one) => ({
      at: one.at,
      kind: "succession" as const,
      sentence: searchWords(one),
      authorizationKey: chain.key,
    })),
  ];
  return {
    subject: {
      kind: "authorization",
      key: chain.key,
      title: `${chain.agentTitle} may decide ${chain.classTitle}`,
    },
    reportsTo: [],
    holdings: chain.owners.map(({ personId, name }) => ({
      key: chain.key,
      standing: chain.standing,
      person: { id: personId, name },
    })),
    events: inOrder(events),
  };
}

/** A person's employments and what they answered for, in order of time. */
export function personStory(chain: PersonChain): ChainAnswer {
  const person = { id: chain.id, name: chain.name };
  const events: ChainEvent[] = [
    ...chain.employments.flatMap((one) => [
      {
        at: one.startsAt,
        kind: "employment" as const,
        sentence: `employment ${one.key} begins (${one.startDate})`,
        authorizationKey: null,
      },
      ...(one.endsAt === null
        ? []
        : [
            {
              at: one.endsAt,
              kind: "employment" as const,
              sentence: `employment ${one.key} ends (last day ${one.endDate ?? "unknown"})`,
              authorizationKey: null,
            },
          ]),
    ]),
    ...chain.ownerships.flatMap((one) => [
      beginning(one, chain.name, one.key),
      ...ending(one, chain.name, one.key),
    ]),
  ];
  return {
    subject: { kind: "person", key: chain.id, title: chain.name },
    reportsTo: chain.line,
    holdings: chain.holdings.map((one) => ({ ...one, person })),
    events: inOrder(events),
  };
}

type Stretch = Pick<
  AuthorizationChain["ownerships"][number],
  "role" | "basis" | "validFrom" | "validTo" | "endedBecause" | "giverName" | "step"
>;

function beginning(one: Stretch, name: string, key: string): ChainEvent {
  const how =
    one.basis === "inherited"
      ? `inherited${one.giverName === null ? "" : ` from ${one.giverName}`}${one.step === null ? "" : `, found as ${stepWords(one.step)}`}`
      : one.basis;
  return {
    at: one.validFrom,
    kind: "owner",
    sentence: `${name} answers for it as ${ROLES[one.role]} (${how})`,
    authorizationKey: key,
  };
}

function ending(one: Stretch, name: string, key: string): ChainEvent[] {
  if (one.validTo === null || NOT_AN_END.has(one.endedBecause)) return [];
  const because =
    one.endedBecause === null ? "" : `: ${BECAUSE[one.endedBecause] ?? one.endedBecause}`;
  return [
    {
      at: one.validTo,
      kind: "owner",
      sentence: `${name} no longer answers for it${because}`,
      authorizationKey: key,
    },
  ];
}

function searchWords(one: { readonly trace: string; readonly successorId: string | null }): string {
  // Written by this service as JSON of `TraceEntry[]`.
  const trace = JSON.parse(one.trace) as TraceEntry[];
  const asked = trace.filter((entry) => entry.personId !== null);
  const refused = asked
    .filter((entry) => !entry.mayReceive)
    .map(
      (entry) =>
        `${stepWords(entry.step)} ${entry.obstacles.map((obstacle) => OBSTACLE_PHRASES[obstacle]).join(" and ")}`,
    );
  const result = one.successorId === null ? "nobody may receive it" : "a successor was found";
  const why = refused.length === 0 ? "" : ` (${refused.join("; ")})`;
  return `${asked.length} considered, ${result}${why}`;
}

/** `samePosition` → `same position` */
function stepWords(step: string): string {
  return step.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function deadlineWords(deadlineAt: Instant | null): string {
  return deadlineAt === null ? "" : `, due ${new Date(deadlineAt).toISOString().slice(0, 10)}`;
}

function inOrder(events: readonly ChainEvent[]): ChainEvent[] {
  return events.toSorted((a, b) => a.at - b.at);
}
