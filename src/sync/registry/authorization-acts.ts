import type { ActResult } from "../../domain/act-result.js";
import { type Act, applyAct, newAuthorization } from "../../domain/acts.js";
import type { AuthorizationState, Binding, Owner, Signature } from "../../domain/authorization.js";
import type { PlanContext } from "../../domain/context.js";
import { statusOf } from "../../domain/employment-status.js";
import { mayHold } from "../../domain/holding.js";
import type { PersonId } from "../../domain/person.js";
import { OBSTACLE_PHRASES } from "../../domain/succession-trace.js";
import type { Instant } from "../../domain/time.js";
import { canonicalJson } from "../../platform/ids.js";
import type { Problem } from "../../platform/problem.js";
import type { DocumentObservation } from "../../sources/port.js";
import type { AuthorizationDocument } from "../../sources/registry/documents.js";
import { refusedLine } from "./applied.js";
import {
  type AuthorizationLines,
  type PersonLine,
  type SignatureLine,
  signedPin,
} from "./authorization-lines.js";
import { signedInstant } from "./people.js";

/** The state after what people changed in the document, with the lines that could be applied. */
export interface DocumentOutcome {
  /** Null: nothing can be applied; the graph stays as it was. */
  readonly state: AuthorizationState | null;
  readonly lines: AuthorizationLines;
  readonly problems: readonly Problem[];
}

/** An authorization document with its lines resolved, next to its last applied version. */
export interface DocumentInput {
  readonly seen: DocumentObservation;
  readonly document: AuthorizationDocument;
  readonly lines: AuthorizationLines;
  readonly before: AuthorizationDocument | null;
  /** Whom the addresses of the last applied version meant. */
  readonly pinned: Readonly<Record<string, PersonId>>;
  readonly binding: Binding;
}

/** What of agent and class a new authorization starts from. */
export type NewFrame = Pick<
  Parameters<typeof newAuthorization>[0],
  "tier" | "inForce" | "builderId" | "leadId"
>;

/**
 * Registers an authorization for the first time. Owners who may not hold it are refused line by line;
 * with no owner left the document is refused whole (G9). A `signed` line counts when its signer is
 * among the owners.
 */
export function register(
  input: DocumentInput,
  frame: NewFrame,
  context: PlanContext,
): DocumentOutcome {
  const { document, seen } = input;
  const draft = newAuthorization(
    {
      ...frame,
      agentId: document.agent,
      decisionClassId: document.decisionClass,
      binding: input.binding,
      namedSuccessorIds: input.lines.successors.map((line) => line.personId),
      owners: [],
      signatures: [],
    },
    context.at,
  );
  const problems: Problem[] = [...input.lines.problems];
  const holds = (line: PersonLine): boolean => {
    const obstacles = mayHold(context.org.person(line.personId), draft, context);
    if (obstacles.every((obstacle) => obstacle === "departed")) return true;
    const reasons = obstacles.map((one) => OBSTACLE_PHRASES[one]).join(", ");
    const sentence = `"${line.address}" may not own this: ${reasons}.`;
    problems.push(refusedLine(seen, { path: line.path, rule: "person-may-not-hold", sentence }));
    return false;
  };
  const owner = input.lines.owner !== null && holds(input.lines.owner) ? input.lines.owner : null;
  const coOwners = input.lines.coOwners.filter(holds);
  if (owner === null && coOwners.length === 0) {
    return { state: null, lines: input.lines, problems };
  }
  const owners = [
    ...(owner === null ? [] : [{ personId: owner.personId, role: "owner" as const }]),
    ...coOwners
      .filter((line) => line.personId !== owner?.personId)
      .map((line) => ({ personId: line.personId, role: "coOwner" as const })),
  ];
  const bare = newAuthorization({ ...draft, ...frame, owners, signatures: [] }, context.at);
  const dated = { ...bare, owners: bare.owners.map((one) => sinceSigned(one, input, context)) };
  const signing = signAll(dated, input.lines.signed, { seen, context, first: true });
  return {
    state: signing.state,
    lines: { ...input.lines, owner, coOwners, signed: signing.applied },
    problems: [...problems, ...signing.problems],
  };
}

const RETIRED =
  "This authorization was retired, and that is final. Register the decision class anew under another id.";

/** Applies what changed since the last applied version; unchanged lines are never an act (G10). */
export function amend(
  state: AuthorizationState,
  input: DocumentInput,
  context: PlanContext,
): DocumentOutcome {
  const { document, before, seen } = input;
  const problems: Problem[] = [...input.lines.problems];
  let now = state;
  const act = (one: Act, path: string): boolean => {
    const result: ActResult = applyAct(now, one, context);
    if (result.ok) now = result.state;
    else {
      const { sentence } = result;
      problems.push(refusedLine(seen, { path, rule: "not-applied", sentence }));
    }
    return result.ok;
  };
  if (document.status === "retired") {
    if (before?.status !== "retired") act({ kind: "retire" }, "status");
    return { state: now, lines: input.lines, problems };
  }
  if (before?.status === "retired") {
    const refused = refusedLine(seen, { path: "status", rule: "retired", sentence: RETIRED });
    return { state: null, lines: input.lines, problems: [...problems, refused] };
  }
  const owner = amendOwner(input, state, act);
  const coOwners = amendCoOwners(input, state, act);
  const successorIds = input.lines.successors.map((line) => line.personId);
  if (!sameIds(successorIds, state.namedSuccessorIds)) {
    act({ kind: "setSuccessors", personIds: successorIds }, "successors");
  }
  if (canonicalJson(input.binding) !== canonicalJson(state.binding)) {
    act({ kind: "setBinding", binding: input.binding }, "binding");
  }
  // Who signed and on which day is the act. It covers what stood when it was first seen: neither an edit
  // of the criteria above it nor of the link beside it signs anything anew.
  const known = new Set((before?.signed ?? []).map(signedPin));
  const fresh = input.lines.signed.filter((line) => !known.has(signedPin(line.signed)));
  const signing = signAll(now, fresh, { seen, context, first: false });
  const refused = new Set(fresh.filter((line) => !signing.applied.includes(line)));
  return {
    state: signing.state,
    lines: {
      ...input.lines,
      owner,
      coOwners,
      signed: input.lines.signed.filter((line) => !refused.has(line)),
    },
    problems: [...problems, ...signing.problems],
  };
}

/** An owner who signed answers for it since that day; one who left does so until then at the latest. */
function sinceSigned(owner: Owner, { lines }: DocumentInput, { org, at }: PlanContext): Owner {
  const days = lines.signed
    .filter((line) => line.personId === owner.personId)
    .map((line) => signedInstant(line.signed.on, at));
  const person = org.person(owner.personId);
  const status = person === undefined ? null : statusOf(person, at);
  const end = status?.kind === "departed" ? status.at : at;
  return { ...owner, since: Math.min(end, ...days) };
}

type TryAct = (act: Act, path: string) => boolean;

/** A new name in the owner line proposes that person; an emptied line releases the one it named. */
function amendOwner(
  input: DocumentInput,
  state: AuthorizationState,
  act: TryAct,
): PersonLine | null {
  const { document, before, lines } = input;
  const named = before?.owner ?? null;
  if (document.owner === named) return lines.owner;
  if (lines.owner !== null) {
    return act({ kind: "proposeOwner", personId: lines.owner.personId }, "owner")
      ? lines.owner
      : null;
  }
  if (document.owner === null && named !== null)
    releaseNamed(named, "owner", { input, state, act });
  return null;
}

/** Releases whom an address of the last applied version meant, if they still hold it. */
function releaseNamed(
  address: string,
  path: string,
  { input, state, act }: { input: DocumentInput; state: AuthorizationState; act: TryAct },
): void {
  const personId = input.pinned[address];
  if (personId === undefined) return;
  if (!state.owners.some((owner) => owner.personId === personId)) return;
  act({ kind: "releaseOwner", personId }, path);
}

function amendCoOwners(input: DocumentInput, state: AuthorizationState, act: TryAct): PersonLine[] {
  const { document, before, lines } = input;
  const named = new Set(before?.coOwners ?? []);
  const kept = lines.coOwners.filter(
    (line) =>
      named.has(line.address) || act({ kind: "addCoOwner", personId: line.personId }, line.path),
  );
  for (const address of named) {
    if (document.coOwners.includes(address) || document.owner === address) continue;
    releaseNamed(address, "coOwners", { input, state, act });
  }
  return kept;
}

function signAll(
  state: AuthorizationState,
  lines: readonly SignatureLine[],
  {
    seen,
    context,
    first,
  }: {
    readonly seen: DocumentObservation;
    readonly context: PlanContext;
    /** A first registration records what people signed while they were here, also of who has left. */
    readonly first: boolean;
  },
): {
  readonly state: AuthorizationState;
  readonly applied: SignatureLine[];
  readonly problems: Problem[];
} {
  let now = state;
  const applied: SignatureLine[] = [];
  const problems: Problem[] = [];
  for (const line of lines) {
    const left = now.owners.some(
      (owner) => owner.personId === line.personId && hasLeft(owner.personId, context),
    );
    if (first && left) {
      now = { ...now, signatures: [...now.signatures, pastSignature(line, now, context.at)] };
      applied.push(line);
      continue;
    }
    const result = applyAct(now, signAct(line, context.at), context);
    if (result.ok) {
      now = result.state;
      applied.push(line);
    } else {
      const sentence = `signed by "${line.address}": ${result.sentence}`;
      problems.push(refusedLine(seen, { path: line.path, rule: "signature-refused", sentence }));
    }
  }
  return { state: now, applied, problems };
}

function hasLeft(personId: PersonId, { org, at }: PlanContext): boolean {
  const person = org.person(personId);
  return person !== undefined && statusOf(person, at).kind === "departed";
}

function pastSignature(
  { personId, signed }: SignatureLine,
  state: AuthorizationState,
  at: Instant,
): Signature {
  return {
    id: null,
    personId,
    signedAt: signedInstant(signed.on, at),
    strength: "declared",
    covers: state.inForce,
    evidence: signed.evidence,
    recordedBy: null,
  };
}

function signAct({ personId, signed }: SignatureLine, at: Instant): Act {
  return {
    kind: "sign",
    personId,
    strength: "declared",
    signedAt: signedInstant(signed.on, at),
    evidence: signed.evidence,
    recordedBy: null,
    covers: null,
  };
}

function sameIds(a: readonly PersonId[], b: readonly PersonId[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
