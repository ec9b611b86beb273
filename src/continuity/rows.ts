import type { ManagedTransaction } from "neo4j-driver";
import type { Owner } from "../domain/authorization.js";
import type { PersonId } from "../domain/person.js";
import { shownStanding } from "../domain/standing.js";
import type { Instant } from "../domain/time.js";
import type { RunWriter } from "../graph/graph.js";
import {
  type AuthorizationProps,
  beginOwnerships,
  endOwnerships,
  linkAuthorizations,
  moveStandings,
  nameSuccessors,
  placeOwnerships,
  recordOwnerships,
  reopenOwnerships,
  restoreOwnerships,
  writeAuthorizations,
  writeSignatures,
  writeSuccessions,
} from "../graph/queries/authorization-write.js";
import { contentHash, mintId } from "../platform/ids.js";
import { type Decision, PlanOutdated } from "./work.js";

/** The authorizations themselves, guarded by the revision they were planned on; new ones are linked. */
export async function writeProjection(
  tx: ManagedTransaction,
  run: RunWriter,
  changed: readonly Decision[],
): Promise<void> {
  const rows = changed.map(({ item, settled }) => ({
    key: settled.after.key,
    seenRevision: item.current.revision,
    seenUnsettledIn: item.unsettledIn,
    create: {
      agentId: settled.after.agentId,
      decisionClassId: settled.after.decisionClassId,
    },
    props: propsOf({ item, settled }),
  }));
  const written = await writeAuthorizations.run(tx, { run: run.number, at: run.at, rows });
  expectAll(written, rows, "an authorization");
  const fresh = changed
    .filter(({ item }) => item.before === null)
    .map(({ settled: { after } }) => ({
      key: after.key,
      agentId: after.agentId,
      decisionClassId: after.decisionClassId,
    }));
  const linked = await linkAuthorizations.run(tx, { rows: fresh });
  expectAll(linked, fresh, "an agent or a decision class");
}

function propsOf({ item, settled }: Pick<Decision, "item" | "settled">): AuthorizationProps {
  const { after, nextDueAt } = settled;
  const { binding, standing, stop } = after;
  return {
    tier: after.tier,
    limitText: item.limitText,
    limits: item.ownLimits,
    bindingKind: binding.kind,
    bindingKey:
      binding.kind === "position"
        ? binding.positionKey
        : binding.kind === "team"
          ? binding.teamKey
          : null,
    declinedBy: [...after.declinedBy],
    standing: shownStanding(after),
    beneath: standing.beneath,
    reasons: [...standing.reasons],
    standingSince: standing.since,
    deadlineAt: standing.deadlineAt,
    stopBy: stop?.orderedBy ?? null,
    stopAt: stop?.at ?? null,
    stopReason: stop?.reason ?? null,
    retired: after.retired,
    dueAt: nextDueAt,
  };
}

/** Ids that were minted for what was written. */
export interface WrittenDuties {
  readonly begun: readonly {
    readonly key: string;
    readonly personId: PersonId;
    readonly ownershipId: string;
  }[];
  /** The version that says that it ended, by the ownership that did. */
  readonly versions: ReadonlyMap<string, string>;
}

/** Who answers: what begins is added before what ends is taken away, in one transaction (L7). */
export async function writeDuties(
  tx: ManagedTransaction,
  run: RunWriter,
  {
    changed,
    seenIn,
  }: {
    readonly changed: readonly Decision[];
    /** The run that recorded a person as the plan saw them: checked again where they are given a duty. */
    readonly seenIn: (id: PersonId) => number;
  },
): Promise<WrittenDuties> {
  const reopened = changed.flatMap((decision) => reopenRows(decision, seenIn));
  const going = await reopenOwnerships.run(tx, { run: run.number, rows: reopened });
  expectAll(going, reopened, "an ownership");
  const restored = changed.flatMap(({ changes }) => changes.restored);
  await restoreOwnerships.run(tx, {
    run: run.number,
    ids: restored.flatMap((one) => one.ownershipId ?? []),
  });
  const begin = (decision: Decision, owner: Owner, since: Instant) =>
    beginRow(decision, owner, { since, seenRecordedIn: seenIn(owner.personId) });
  const begun = changed.flatMap((decision) => [
    ...decision.changes.begun
      .filter((owner) => reopenedBy(decision, owner) === undefined)
      .map((owner) => begin(decision, owner, owner.since)),
    ...reversioned(decision).map(({ after }) => begin(decision, after, run.at)),
  ]);
  expectAll(await beginOwnerships.run(tx, { run: run.number, rows: begun }), begun, "a successor");
  const ended = changed.flatMap((decision) => [
    ...decision.changes.ended.map((owner) => endRow(owner, owner.endedAt ?? run.at, owner.because)),
    ...reversioned(decision).map(({ before }) => endRow(before, run.at, "newBasis")),
  ]);
  expectAll(await endOwnerships.run(tx, { run: run.number, rows: ended }), ended, "an ownership");
  const past = changed.flatMap(pastRows);
  expectAll(await recordOwnerships.run(tx, { run: run.number, rows: past }), past, "an owner");
  const placed = changed.flatMap((decision) =>
    decision.changes.altered
      .filter((pair) => !isNewVersion(pair))
      .map(({ after }) => ({
        key: decision.settled.after.key,
        personId: after.personId,
        placement: after.placement,
        until: after.until,
      })),
  );
  await placeOwnerships.run(tx, { rows: placed });
  return {
    begun: [...reopened, ...begun],
    versions: new Map(ended.map((row) => [row.ownershipId, row.versionId])),
  };
}

/** I8: the ended stretch itself goes on, with the basis and beginning it had. */
function reopenRows(decision: Decision, seenIn: (id: PersonId) => number) {
  return decision.changes.begun.flatMap((owner) => {
    const end = reopenedBy(decision, owner);
    if (end === undefined) return [];
    const { personId, role, basis, since, until, inheritedFrom, placement } = owner;
    return {
      key: decision.settled.after.key,
      versionId: end.versionId,
      ownershipId: mintId(),
      personId,
      seenRecordedIn: seenIn(personId),
      role,
      basis,
      heldSince: since,
      until,
      inheritedFrom,
      placement,
    };
  });
}

function reopenedBy({ item }: Decision, owner: Owner) {
  return item.undoes?.reopened.find(
    (one) => one.personId === owner.personId && one.since === owner.since,
  );
}

type Altered = Decision["changes"]["altered"][number];

/** A change of role or basis is a fact of its own; where somebody sits is bookkeeping. */
function isNewVersion({ before, after }: Altered): boolean {
  return before.role !== after.role || before.basis !== after.basis;
}

function reversioned({ changes }: Decision): Altered[] {
  return changes.altered.filter(isNewVersion);
}

function beginRow(
  { settled }: Decision,
  owner: Owner,
  { since, seenRecordedIn }: { readonly since: Instant; readonly seenRecordedIn: number },
) {
  const step = settled.trace?.find((one) => one.mayReceive && one.personId === owner.personId);
  return {
    key: settled.after.key,
    ownershipId: mintId(),
    personId: owner.personId,
    seenRecordedIn,
    role: owner.role,
    basis: owner.basis,
    since,
    // A new basis is a version of its own; the duty is held since it began.
    heldSince: owner.since,
    until: owner.until,
    inheritedFrom: owner.inheritedFrom,
    placement: owner.placement,
    step: step?.step ?? null,
  };
}

function endRow(owner: Owner, endedAt: number, because: string) {
  if (owner.ownershipId === null) throw new PlanOutdated("an ownership");
  return { ownershipId: owner.ownershipId, versionId: mintId(), endedAt, because };
}

/** Owners who had left before they could be written as owners. */
function pastRows({ settled }: Decision) {
  return settled.released
    .filter(({ owner }) => owner.ownershipId === null)
    .map(({ owner, endedAt, because }) => ({
      key: settled.after.key,
      id: mintId(),
      personId: owner.personId,
      role: owner.role,
      basis: owner.basis,
      since: Math.min(owner.since, endedAt),
      endedAt,
      because,
      placement: owner.placement,
    }));
}

/**
 * Signatures, standings and traces: what is only ever added.
 *
 * @returns the signatures that were given, with the authorization they are for
 */
export async function writeHistory(
  tx: ManagedTransaction,
  run: RunWriter,
  changed: readonly Decision[],
): Promise<readonly { readonly key: string; readonly id: string }[]> {
  const signed = changed.flatMap(signatureRows);
  await writeSignatures.run(tx, { run: run.number, rows: signed });
  await nameSuccessors.run(tx, {
    rows: changed.flatMap(({ item, settled: { after } }) => {
      const before = item.before?.namedSuccessorIds ?? [];
      return before.join("|") === after.namedSuccessorIds.join("|")
        ? []
        : { key: after.key, personIds: [...after.namedSuccessorIds] };
    }),
  });
  const moved = changed.filter(
    ({ item, changes, settled }) =>
      item.before === null ||
      changes.standing !== null ||
      shownStanding(item.before) !== shownStanding(settled.after),
  );
  await moveStandings.run(tx, {
    run: run.number,
    rows: moved.map((decision) => standingRow(decision, run.at)),
  });
  await writeSuccessions.run(tx, {
    run: run.number,
    at: run.at,
    rows: changed.flatMap(({ settled: { after, trace } }) =>
      trace === null
        ? []
        : {
            key: after.key,
            id: mintId(),
            trace: JSON.stringify(trace),
            successorId: trace.findLast((one) => one.mayReceive)?.personId ?? null,
          },
    ),
  });
  return signed;
}

function signatureRows({ settled, changes }: Decision) {
  const { key } = settled.after;
  return changes.signed.map(({ personId, signedAt, strength, evidence, recordedBy, covers }) => {
    const signature = { personId, signedAt, strength, evidence, recordedBy };
    const id = contentHash([key, signature, covers]);
    return { ...signature, key, id, ...covers, limits: { ...covers.limits } };
  });
}

function standingRow({ settled: { after }, changes }: Decision, at: number) {
  const leaver = changes.ended.find((owner) => owner.because === "OWNER_DEPARTED");
  return {
    key: after.key,
    standingId: mintId(),
    versionId: mintId(),
    standing: shownStanding(after),
    beneath: after.standing.beneath,
    reasons: [...after.standing.reasons],
    since: at,
    deadlineAt: after.standing.deadlineAt,
    cause:
      leaver === undefined
        ? null
        : {
            id: contentHash(["departure", leaver.personId, leaver.endedAt]),
            kind: "departure",
            subjectKey: leaver.personId,
            at: leaver.endedAt ?? at,
          },
  };
}

/** @throws PlanOutdated when a row did not come back: somebody else was faster. */
export function expectAll(
  written: readonly unknown[],
  rows: readonly unknown[],
  what: string,
): void {
  if (written.length !== rows.length) throw new PlanOutdated(what);
}
