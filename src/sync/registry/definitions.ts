import type { PersonId } from "../../domain/person.js";
import type { Instant } from "../../domain/time.js";
import type { AddressQuestion } from "../../graph/org-reader.js";
import type {
  AgentRow,
  AuthorityLimitRow,
  DecisionClassRow,
} from "../../graph/queries/registry.js";
import { contentHash } from "../../platform/ids.js";
import type { Problem } from "../../platform/problem.js";
import type { DocumentObservation } from "../../sources/port.js";
import type {
  AgentDocument,
  AuthorityLimitDocument,
  DecisionClassDocument,
} from "../../sources/registry/documents.js";
import { type ChangedDocument, refusedLine } from "./applied.js";
import { type PeopleAt, limitPeriod } from "./people.js";

type DefinitionDocument = DecisionClassDocument | AgentDocument | AuthorityLimitDocument;

/** What a changed definition would write, whom its address meant, and the line that was refused, if any. */
export interface Defined<Row, Document> {
  readonly seen: DocumentObservation;
  /** Null: nothing of it can be applied. */
  readonly row: Row | null;
  readonly document: Document;
  readonly pins: Readonly<Record<string, PersonId>>;
  readonly problem: Problem | null;
}

/** The question a definition's one person line asks; null when it names nobody. */
export function definitionQuestion(
  document: DefinitionDocument,
  at: Instant,
): AddressQuestion | null {
  const address = personLine(document).address;
  return address === null ? null : { address, at };
}

function personLine(document: DefinitionDocument) {
  switch (document.kind) {
    case "DecisionClass":
      return { path: "governanceLead", address: document.governanceLead };
    case "Agent":
      return { path: "builder", address: document.builder };
    case "AuthorityLimit":
      return { path: "person", address: document.person };
    default:
      return document satisfies never;
  }
}

interface PersonOfLine {
  readonly personId: PersonId | null;
  readonly pins: Readonly<Record<string, PersonId>>;
  readonly problem: Problem | null;
}

function personOf(
  { seen, document, applied }: ChangedDocument<DefinitionDocument>,
  frame: PeopleAt,
): PersonOfLine {
  const { path, address } = personLine(document);
  if (address === null) return { personId: null, pins: {}, problem: null };
  const pinned = applied?.pins[address];
  if (pinned !== undefined) return { personId: pinned, pins: { [address]: pinned }, problem: null };
  const answer = frame.people.answer({ address, at: frame.at });
  // Who has left is still the person who built or led it: what follows from that is continuity's.
  const personId = "personId" in answer ? answer.personId : answer.leaver;
  if (personId !== undefined) return { personId, pins: { [address]: personId }, problem: null };
  if ("personId" in answer) throw new Error("an answer with a person was not taken");
  const problem = refusedLine(seen, {
    path,
    rule: `person-${answer.refused}`,
    sentence: `${path}: ${answer.because}`,
  });
  return { personId: null, pins: {}, problem };
}

/** A class, with the digests that a signature covers. */
export function defineClass(
  change: ChangedDocument<DecisionClassDocument>,
  frame: PeopleAt,
): Defined<DecisionClassRow, DecisionClassDocument> {
  const { seen, document } = change;
  const lead = personOf(change, frame);
  return {
    seen,
    document,
    pins: lead.pins,
    problem: lead.problem,
    row: {
      id: document.id,
      title: document.title,
      impact: document.impact,
      status: document.status,
      criteriaText: document.criteria.text,
      criteriaDigest: contentHash(document.criteria),
      thresholdText: document.threshold.text,
      thresholdDigest: contentHash(document.threshold),
      limits: { ...document.threshold.limits },
      leadAddress: document.governanceLead,
      leadId: lead.personId,
    },
  };
}

/** An agent, with the digest of its manifest. */
export function defineAgent(
  change: ChangedDocument<AgentDocument>,
  frame: PeopleAt,
): Defined<AgentRow, AgentDocument> {
  const { seen, document } = change;
  const builder = personOf(change, frame);
  return {
    seen,
    document,
    pins: builder.pins,
    problem: builder.problem,
    row: {
      id: document.id,
      title: document.title,
      status: document.status,
      digest: contentHash(document.manifest),
      manifest: JSON.stringify(document.manifest),
      identities: document.identities.map(({ source, id }) => `${source}/${id}`),
      builderId: builder.personId,
    },
  };
}

/** What one person may sign for at most; nothing of it holds while the person is not found. */
export function defineLimit(
  change: ChangedDocument<AuthorityLimitDocument>,
  frame: PeopleAt,
): Defined<AuthorityLimitRow, AuthorityLimitDocument> {
  const { seen, document } = change;
  const person = personOf(change, frame);
  const period = limitPeriod(document.from, document.to);
  return {
    seen,
    document,
    pins: person.pins,
    problem: person.problem,
    row:
      person.personId === null
        ? null
        : {
            key: contentHash([document, person.personId, frame.at]),
            document: seen.key,
            personId: person.personId,
            limits: { ...document.limits },
            decisionClasses:
              document.decisionClasses === null ? null : [...document.decisionClasses],
            validFrom: period.from,
            validTo: period.to,
          },
  };
}
