import type { ImpactTier } from "../../domain/authorization.js";
import type { LocalDate } from "../../domain/time.js";
import type { Place } from "../../platform/problem.js";

/** Text for people and, optionally, a CEL expression over typed inputs for machines. */
export interface Criteria {
  readonly text: string;
  readonly cel: string | null;
}

/** At what point the agent acts. `limits` are named caps, larger is wider (`amountEUR: 2000`). */
export interface Threshold {
  readonly text: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly cel: string | null;
}

export type DocumentStatus = "active" | "retired";

export interface DecisionClassDocument {
  readonly kind: "DecisionClass";
  readonly id: string;
  readonly title: string;
  readonly criteria: Criteria;
  readonly threshold: Threshold;
  readonly impact: ImpactTier;
  /** Normalised address (e-mail or login), as in every person line. */
  readonly governanceLead: string | null;
  readonly status: DocumentStatus;
}

export interface AgentDocument {
  readonly kind: "Agent";
  readonly id: string;
  readonly title: string;
  readonly builder: string | null;
  /** Where this agent is known by which immutable id. */
  readonly identities: readonly { readonly source: string; readonly id: string }[];
  /** What its digest covers: model, tools, prompt version… plain JSON. */
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly status: DocumentStatus;
}

export interface SignedLine {
  readonly by: string;
  readonly on: LocalDate;
  /** Link or text that shows it; strength is `declared`. */
  readonly evidence: string | null;
}

export interface AuthorizationDocument {
  readonly kind: "Authorization";
  /** `agent:decisionClass` */
  readonly id: string;
  readonly agent: string;
  readonly decisionClass: string;
  readonly owner: string | null;
  readonly coOwners: readonly string[];
  readonly successors: readonly string[];
  readonly binding: {
    readonly to: "person" | "position" | "team";
    /** Native id of the position or team; null for person. */
    readonly id: string | null;
  };
  readonly signed: readonly SignedLine[];
  /** A narrower limit of this agent's own; null: the threshold of the class. */
  readonly limit: {
    readonly text: string | null;
    readonly limits: Readonly<Record<string, number>>;
  } | null;
  readonly status: DocumentStatus;
}

export interface AuthorityLimitDocument {
  readonly kind: "AuthorityLimit";
  readonly id: string;
  readonly person: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly decisionClasses: readonly string[] | null;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
}

export type RegistryDocument =
  | DecisionClassDocument
  | AgentDocument
  | AuthorizationDocument
  | AuthorityLimitDocument;

/** One good document, with the place of every field so that later checks can still point at a line. */
export interface DocumentObservation {
  readonly kind: "document";
  /** `Kind/id` */
  readonly key: string;
  readonly document: RegistryDocument;
  /** By path: `owner`, `coOwners.1`, `signed.0.by`, and `` (empty) for the document itself. */
  readonly places: Readonly<Record<string, Place>>;
}
