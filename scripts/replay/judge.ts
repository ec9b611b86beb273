import { basename } from "node:path";
import { fileName } from "./documents.js";
import type { GraphView } from "./graph-view.js";
import type { Month } from "./months.js";
import type { Membership, OutlivingGrant } from "./oracle.js";
import type { OwnersFile } from "./registry.js";

/** A line the sync would not apply, and said so. */
export interface RefusedLine {
  readonly rule: string;
  readonly file: string;
  /** A `signed` line; else one that names an owner or ends a document. */
  readonly isSignature: boolean;
  /** Lower case, as addresses are compared. */
  readonly address: string | null;
}

/** One month held against the raw history. Lists name what is wrong and are empty when all is well. */
export interface Verdict {
  /** Grants that outlived a membership which ended in this month. */
  readonly outliving: number;
  /** Of these: released by this month's sync, and held before it (or never seen before it). */
  readonly handled: number;
  readonly unhandled: readonly string[];
  /** Current owners whose membership had ended. */
  readonly ownedByDeparted: readonly string[];
  /** Leaving codes raised in this month about somebody who was a member at its end. */
  readonly flagsOnStayed: readonly string[];
  /** Findings that offer a former owner who came back what they had; not a claim that they left. */
  readonly offeredBack: number;
  /** Owned before, still listed, a member then and now, and no owner any more. */
  readonly lostWithoutCause: readonly string[];
  /** Members who are listed now and do not own, because they had left at some time before. */
  readonly listedAfterReturn: number;
  /** The same for any other reason. */
  readonly listedNotOwning: readonly string[];
  /** Lines of people nobody knows (yet) of which this month's sync said nothing. */
  readonly unknownInSilence: readonly string[];
}

export interface Evidence {
  readonly month: Month;
  /** Closing of the month before; null in the first month. */
  readonly previousClosing: number | null;
  readonly membership: Membership;
  readonly grants: readonly OutlivingGrant[];
  readonly files: readonly OwnersFile[];
  /** Lines that this month's sync refused and reported. */
  readonly refused: readonly RefusedLine[];
  readonly ownersBefore: ReadonlySet<string>;
  readonly view: GraphView;
}

/** Holds what the graph says after a month's sync against what the history says. Pure. */
export function judge(evidence: Evidence): Verdict {
  const { grants, view, membership, month } = evidence;
  const unhandled = grants.filter((grant) => !isHandled(grant, evidence));
  const listed = listedLines(evidence.files);
  const notOwning = listed.filter(
    ([key, login]) =>
      membership.isMember(login, month.closesAt) && !view.owners.has(`${key}\t${login}`),
  );
  const isReturned = ([, login]: Line): boolean => membership.hasEverLeft(login, month.closesAt);
  return {
    outliving: grants.length,
    handled: grants.length - unhandled.length,
    unhandled: unhandled.map(({ authorizationKey, login }) => `${authorizationKey}\t${login}`),
    ownedByDeparted: [...view.owners].filter((line) => {
      return membership.hasLeft(loginOf(line), month.closesAt);
    }),
    flagsOnStayed: flagsOnStayed(evidence),
    offeredBack: view.leavingFlags.filter(({ isReturn }) => isReturn).length,
    lostWithoutCause: lostWithoutCause(listed, evidence),
    listedAfterReturn: notOwning.filter(isReturned).length,
    listedNotOwning: notOwning.filter((line) => !isReturned(line)).map((line) => line.join("\t")),
    unknownInSilence: unknownInSilence(evidence),
  };
}

function unknownInSilence({ files, refused, membership, month }: Evidence): readonly string[] {
  const said = new Set(
    refused
      .filter(({ isSignature }) => !isSignature)
      .map(({ file, address }) => `${basename(file)}\t${address ?? ""}`),
  );
  return files
    .filter(({ status }) => status === "active")
    .flatMap(({ classId, approvers }) =>
      approvers
        .filter(({ login }) => !membership.hasJoined(login, month.closesAt))
        .map(({ login }) => `${fileName(classId)}\t${login.toLowerCase()}`),
    )
    .filter((line) => !said.has(line));
}

/** Authorization key and login. */
type Line = readonly [key: string, login: string];

/** Gone now; and it was there before, unless no sync of this replay could have put it there. */
function isHandled(grant: OutlivingGrant, { ownersBefore, view }: Evidence): boolean {
  const line = `${grant.authorizationKey}\t${grant.login}`;
  return !view.owners.has(line) && (ownersBefore.has(line) || !grant.seenBefore);
}

function flagsOnStayed({ view, membership, month }: Evidence): readonly string[] {
  return view.leavingFlags
    .filter(({ isReturn }) => !isReturn)
    .flatMap(({ code, authorizationKey, logins }) => {
      // A claim about nobody cannot be checked, so it counts as a wrong one.
      const wrong =
        logins.length === 0
          ? ["nobody"]
          : logins.filter((login) => membership.isMember(login, month.closesAt));
      return [...new Set(wrong)].map((login) => `${code}\t${authorizationKey}\t${login}`);
    });
}

function lostWithoutCause(listed: readonly Line[], evidence: Evidence): readonly string[] {
  const { ownersBefore, view, membership, month, previousClosing } = evidence;
  if (previousClosing === null) return [];
  return listed
    .filter(([, login]) => {
      return (
        membership.isMember(login, month.closesAt) && membership.isMember(login, previousClosing)
      );
    })
    .map((line) => line.join("\t"))
    .filter((line) => ownersBefore.has(line) && !view.owners.has(line));
}

function listedLines(files: readonly OwnersFile[]): readonly Line[] {
  return files
    .filter(({ status }) => status === "active")
    .flatMap(({ agentId, classId, approvers }) =>
      approvers.map(({ login }): Line => [`${agentId}:${classId}`, login]),
    );
}

function loginOf(line: string): string {
  return line.slice(line.indexOf("\t") + 1);
}
