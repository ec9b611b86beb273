import type { Binding } from "../../domain/authorization.js";
import type { PersonId } from "../../domain/person.js";
import type { Instant } from "../../domain/time.js";
import type { OrgReader } from "../../graph/org-reader.js";
import type {
  AgentRow,
  AuthorityLimitRow,
  DecisionClassRow,
} from "../../graph/queries/registry.js";
import type { Problem } from "../../platform/problem.js";
import type { DocumentObservation } from "../../sources/port.js";
import type {
  AgentDocument,
  AuthorityLimitDocument,
  AuthorizationDocument,
  DecisionClassDocument,
} from "../../sources/registry/documents.js";
import { sourceKey } from "../employment-change.js";
import { type Applied, type ChangedDocument, documentDigest } from "./applied.js";
import {
  type AuthorizationLines,
  authorizationQuestions,
  resolveLines,
} from "./authorization-lines.js";
import {
  type Defined,
  defineAgent,
  defineClass,
  defineLimit,
  definitionQuestion,
} from "./definitions.js";
import { People, type PeopleAt } from "./people.js";

/** One authorization document that differs from its last applied version. */
export interface PreparedAuthorization {
  readonly seen: DocumentObservation;
  readonly document: AuthorizationDocument;
  readonly before: AuthorizationDocument | null;
  readonly pinned: Readonly<Record<string, PersonId>>;
  readonly lines: AuthorizationLines;
  readonly binding: Binding;
}

/** What the registry asks for, with every address resolved; nothing is decided or written yet. */
export interface RegistryWork {
  readonly classes: readonly Defined<DecisionClassRow, DecisionClassDocument>[];
  readonly agents: readonly Defined<AgentRow, AgentDocument>[];
  readonly limits: readonly Defined<AuthorityLimitRow, AuthorityLimitDocument>[];
  readonly authorizations: readonly PreparedAuthorization[];
  readonly problems: readonly Problem[];
}

/** What changed documents are resolved against. */
export interface RegistryFrame {
  readonly converterHash: string;
  /** Source whose native ids `binding` uses. */
  readonly organisation: string;
  readonly at: Instant;
  readonly reader: OrgReader;
  readonly applied: ReadonlyMap<string, Applied>;
}

/** Documents that differ from their last applied version, in order of key. */
export function changedDocuments(
  documents: readonly DocumentObservation[],
  frame: Pick<RegistryFrame, "converterHash" | "applied">,
): DocumentObservation[] {
  return documents
    .filter(
      (seen) =>
        frame.applied.get(seen.key)?.digest !== documentDigest(frame.converterHash, seen.document),
    )
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** Resolves all people of the changed documents in a few batches and sorts the documents by kind. */
export async function prepareRegistry(
  changed: readonly DocumentObservation[],
  frame: RegistryFrame,
): Promise<RegistryWork> {
  const people = new People(frame.reader);
  await people.ask(changed.flatMap((seen) => questionsOf(seen, frame)));
  const work = {
    classes: [] as RegistryWork["classes"][number][],
    agents: [] as RegistryWork["agents"][number][],
    limits: [] as RegistryWork["limits"][number][],
    authorizations: [] as PreparedAuthorization[],
  };
  for (const seen of changed) {
    const { document } = seen;
    const change = { seen, applied: frame.applied.get(seen.key) };
    const ask = { people, at: frame.at };
    switch (document.kind) {
      case "DecisionClass":
        work.classes.push(defineClass({ ...change, document }, ask));
        break;
      case "Agent":
        work.agents.push(defineAgent({ ...change, document }, ask));
        break;
      case "AuthorityLimit":
        work.limits.push(defineLimit({ ...change, document }, ask));
        break;
      case "Authorization":
        work.authorizations.push(
          prepareAuthorization({ ...change, document }, ask, frame.organisation),
        );
        break;
      default:
        document satisfies never;
    }
  }
  const defined = [...work.classes, ...work.agents, ...work.limits];
  return { ...work, problems: defined.flatMap((one) => one.problem ?? []) };
}

function questionsOf(seen: DocumentObservation, frame: RegistryFrame) {
  const { document } = seen;
  const applied = frame.applied.get(seen.key);
  if (document.kind === "Authorization") return authorizationQuestions(document, applied, frame.at);
  const question = definitionQuestion(document, frame.at);
  return question === null || applied?.pins[question.address] !== undefined ? [] : [question];
}

function prepareAuthorization(
  change: ChangedDocument<AuthorizationDocument>,
  ask: PeopleAt,
  organisation: string,
): PreparedAuthorization {
  const { seen, document, applied } = change;
  const before = applied?.document.kind === "Authorization" ? applied.document : null;
  return {
    seen,
    document,
    before,
    pinned: applied?.pins ?? {},
    lines: resolveLines(change, ask),
    binding: bindingOf(document, organisation),
  };
}

function bindingOf({ binding }: AuthorizationDocument, organisation: string): Binding {
  if (binding.to === "position" && binding.id !== null) {
    return { kind: "position", positionKey: sourceKey(organisation, binding.id) };
  }
  if (binding.to === "team" && binding.id !== null) {
    return { kind: "team", teamKey: sourceKey(organisation, binding.id) };
  }
  return { kind: "person" };
}
