import { normaliseAddress, normaliseId } from "../../platform/normalise.js";
import type {
  AgentDocument,
  AuthorityLimitDocument,
  AuthorizationDocument,
  DecisionClassDocument,
  RegistryDocument,
} from "./documents.js";
import type {
  WrittenAgent,
  WrittenAuthorityLimit,
  WrittenAuthorization,
  WrittenDecisionClass,
  WrittenDocument,
} from "./schema.js";

/** Raise it whenever the same text converts to something else: every document is then written anew. */
export const CONVERTER_VERSION = "registry-2";

/**
 * What a person wrote → the one form everything else reads. Pure. Texts lose surrounding white
 * space and get one Unicode form, so that only a change of words changes a digest.
 */
export function convertDocument(written: WrittenDocument): RegistryDocument {
  switch (written.kind) {
    case "DecisionClass":
      return convertDecisionClass(written);
    case "Agent":
      return convertAgent(written);
    case "Authorization":
      return convertAuthorization(written);
    case "AuthorityLimit":
      return convertAuthorityLimit(written);
  }
}

/** `Kind/id`, the key of a document in the registry. */
export function documentKey(document: RegistryDocument): string {
  return `${document.kind}/${document.id}`;
}

function convertDecisionClass(written: WrittenDecisionClass): DecisionClassDocument {
  const criteria =
    typeof written.criteria === "string" ? { text: written.criteria } : written.criteria;
  const threshold =
    typeof written.threshold === "string" ? { text: written.threshold } : written.threshold;
  return {
    kind: "DecisionClass",
    id: written.id,
    title: cleanText(written.title),
    criteria: { text: cleanText(criteria.text), cel: cleanOptional(criteria.cel) },
    threshold: {
      text: cleanText(threshold.text),
      limits: { ...threshold.limits },
      cel: cleanOptional(threshold.cel),
    },
    impact: written.impact,
    governanceLead: addressOrNull(written.governanceLead),
    status: written.status ?? "active",
  };
}

function convertAgent(written: WrittenAgent): AgentDocument {
  return {
    kind: "Agent",
    id: written.id,
    title: cleanText(written.title),
    builder: addressOrNull(written.builder),
    identities: (written.identities ?? []).map((identity) => ({
      source: normaliseId(identity.source),
      id: normaliseId(identity.id),
    })),
    manifest: { ...written.manifest },
    status: written.status ?? "active",
  };
}

function convertAuthorization(written: WrittenAuthorization): AuthorizationDocument {
  const signed = written.signed ?? [];
  return {
    kind: "Authorization",
    id: `${written.agent}:${written.decisionClass}`,
    agent: written.agent,
    decisionClass: written.decisionClass,
    owner: addressOrNull(written.owner),
    coOwners: (written.coOwners ?? []).map(normaliseAddress),
    successors: (written.successors ?? []).map(normaliseAddress),
    binding: convertBinding(written.binding),
    signed: (Array.isArray(signed) ? signed : [signed]).map((line) => ({
      by: normaliseAddress(line.by),
      on: line.on,
      evidence: cleanOptional(line.evidence),
    })),
    limit:
      written.limit === undefined
        ? null
        : { text: cleanOptional(written.limit.text), limits: { ...written.limit.limits } },
    status: written.status ?? "active",
  };
}

function convertBinding(
  written: WrittenAuthorization["binding"],
): AuthorizationDocument["binding"] {
  if (written === undefined || written === "person") return { to: "person", id: null };
  return "position" in written
    ? { to: "position", id: normaliseId(written.position) }
    : { to: "team", id: normaliseId(written.team) };
}

function convertAuthorityLimit(written: WrittenAuthorityLimit): AuthorityLimitDocument {
  return {
    kind: "AuthorityLimit",
    id: written.id,
    person: normaliseAddress(written.person),
    limits: { ...written.limits },
    decisionClasses: written.decisionClasses ?? null,
    from: written.from ?? null,
    to: written.to ?? null,
  };
}

function cleanText(written: string): string {
  return written.normalize("NFC").trim();
}

function cleanOptional(written: string | undefined): string | null {
  return written === undefined ? null : cleanText(written);
}

function addressOrNull(written: string | undefined): string | null {
  return written === undefined ? null : normaliseAddress(written);
}
