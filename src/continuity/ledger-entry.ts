import type { AuthorizationState, Owner } from "../domain/authorization.js";
import { otherChanges } from "../domain/changes.js";
import type { EntryContent } from "../domain/ledger.js";
import type { Instant } from "../domain/time.js";
import { type DutyRecord, type RecordedChange, isSameDuty } from "../domain/undo.js";
import type { FindingChanges } from "./findings.js";
import type { WrittenDuties } from "./rows.js";
import type { Decision } from "./work.js";

/** What of a change set was written, with the ids that were minted for it. */
export interface WrittenChanges {
  readonly at: Instant;
  readonly changed: readonly Decision[];
  readonly duties: WrittenDuties;
  readonly signed: readonly { readonly key: string; readonly id: string }[];
}

/**
 * The entry of a change set: per authorization what it was and what it is, by ids and codes, enough to put it back
 * exactly (I8). Null when only marks and due times moved.
 */
export function changeSetEntry(
  written: WrittenChanges | null,
  also: {
    readonly findings: FindingChanges;
    /** Authorizations whose document was applied. */
    readonly documents: readonly string[];
  },
): EntryContent | null {
  const { documents } = also;
  const told = findingsTold(also.findings);
  const beside = {
    ...(told !== null && { findings: told }),
    ...(documents.length > 0 && { documents }),
  };
  if (written === null) {
    const kind = documents.length > 0 ? "registry" : "findings";
    return Object.keys(beside).length === 0
      ? null
      : { kind, subject: null, before: null, after: beside };
  }
  const records = written.changed.map((decision) => recordOf(decision, written));
  const moved = written.changed.filter(isMove).map(({ settled }) => settled.after.key);
  const [only] = records;
  return {
    kind: "authorizations",
    because: [...new Set(written.changed.flatMap(becauseOf))],
    subject: records.length === 1 && only !== undefined ? only.key : null,
    before: records.map(({ key, before, revision }) => ({
      key,
      revision,
      ...(before === null ? { registered: true } : before),
    })),
    after: {
      authorizations: records.map(({ key, after, revision, ended, signed, signatures, other }) => ({
        key,
        revision: revision + 1,
        ...after,
        ended,
        signed,
        signatures,
        other,
      })),
      ...beside,
    },
    authorizations: moved,
    undoes:
      written.changed.find(({ item }) => item.undoes !== undefined)?.item.undoes?.entry ?? null,
  };
}

/** The entry of findings that were raised and cleared without anything else. */
export function findingsEntry(findings: FindingChanges): EntryContent | null {
  return changeSetEntry(null, { findings, documents: [] });
}

function findingsTold({ raise, clear }: FindingChanges): object | null {
  if (raise.length + clear.length === 0) return null;
  return {
    raised: raise.map(({ code, subject }) => [code, subject.kind, subject.key]),
    cleared: clear.map(({ id }) => id),
  };
}

function recordOf(
  decision: Decision,
  { at, duties, signed }: WrittenChanges,
): RecordedChange & { readonly revision: number } {
  const { item, settled, changes } = decision;
  const { after } = settled;
  const { key } = after;
  const minted = new Map(
    duties.begun.flatMap((row) => (row.key === key ? [[row.personId, row.ownershipId]] : [])),
  );
  const owners = after.owners.map((owner) => ({
    ...owner,
    ownershipId: minted.get(owner.personId) ?? owner.ownershipId,
  }));
  return {
    key,
    revision: item.current.revision,
    before: item.before === null ? null : dutyOf(item.before, item.before.owners),
    after: dutyOf(after, owners),
    ended: changes.ended.flatMap(({ ownershipId, personId, since, endedAt }) => {
      const versionId = ownershipId === null ? undefined : duties.versions.get(ownershipId);
      return versionId === undefined ? [] : { personId, since, endedAt: endedAt ?? at, versionId };
    }),
    signed: signed.flatMap((row) => (row.key === key ? [row.id] : [])),
    signatures: after.signatures.length,
    other: item.before === null ? [] : otherChanges(item.before, after),
  };
}

function dutyOf(
  { standing, declinedBy }: AuthorizationState,
  owners: readonly Owner[],
): DutyRecord {
  return { owners, standing, declinedBy };
}

/** Anything but bookkeeping: that does not stand in the way of an undo, so it is not linked. */
function isMove({ item, settled, changes }: Decision): boolean {
  const { before } = item;
  if (before === null || changes.signed.length > 0) return true;
  return !isSameDuty(before, settled.after) || otherChanges(before, settled.after).length > 0;
}

/** Codes of why: what ended, and the reasons that are new. */
function becauseOf({ item, settled, changes }: Decision): string[] {
  const known = new Set<string>(item.before?.standing.reasons);
  return [
    ...changes.ended.map(({ because }) => because),
    ...settled.after.standing.reasons.filter((reason) => !known.has(reason)),
  ];
}
