import type { Place } from "../../platform/problem.js";
import { cleanText } from "../hr/text.js";
import type { AgentObservation, TeamObservation } from "../port.js";
import type { GraphGroup, GraphPrincipal, Reference } from "./schema.js";

/** Part of every content hash: raise it when the same record means something else than before. */
export const CONVERTER_VERSION = 1;

/** A group as a team. One owner heads it; of several nobody does, and all are deputies. */
export function convertGroup(
  group: GraphGroup,
  { source, ownerIds }: { readonly source: string; readonly ownerIds: readonly string[] },
): TeamObservation {
  const owners = [...new Set(ownerIds)].toSorted();
  const [only] = owners;
  const single = owners.length === 1 && only !== undefined;
  return {
    kind: "team",
    nativeId: group.id,
    name: cleanText(group.displayName ?? "") || group.id,
    parentRef: null,
    headRef: single ? only : null,
    deputyRefs: single ? [] : owners,
    place: placeOf(source, "groups", group.id),
  };
}

export interface AgentGround {
  readonly source: string;
  readonly sponsorIds: readonly string[];
  readonly ownerIds: readonly string[];
}

/** A service principal as an agent. */
export function convertAgent(principal: GraphPrincipal, ground: AgentGround): AgentObservation {
  const { appId } = principal;
  const hasAppId = appId !== null && appId !== undefined && appId !== principal.id;
  return {
    kind: "agent",
    nativeId: principal.id,
    name: cleanText(principal.displayName ?? "") || principal.id,
    status: agentStatus(principal),
    otherIds: hasAppId ? [appId] : [],
    blueprintRef: principal.agentIdentityBlueprintId ?? null,
    sponsorRefs: [...new Set(ground.sponsorIds)].toSorted(),
    ownerRefs: [...new Set(ground.ownerIds)].toSorted(),
    createdAt: principal.createdDateTime ?? null,
    version: null,
    place: placeOf(ground.source, "servicePrincipals", principal.id),
  };
}

/** Microsoft switches off what breaks its terms, whatever the tenant says: `DisabledDueTo…`. */
function agentStatus(principal: GraphPrincipal): AgentObservation["status"] {
  if (principal.disabledByMicrosoftStatus?.startsWith("Disabled") === true) return "disabled";
  if (principal.accountEnabled === true) return "active";
  return principal.accountEnabled === false ? "disabled" : "unknown";
}

/** The login of an agent. */
export const AGENT_USER = "#microsoft.graph.agentUser";

/** Types that a person or a guest may have; what Graph does not name may be one of them. */
const LOGINS: ReadonlySet<string> = new Set([
  "#microsoft.graph.user",
  AGENT_USER,
  "#microsoft.graph.directoryobject",
]);

/** Whether a reference may lead to a login, and not to a group, a device or an application. */
export function refersToLogin(found: Reference): boolean {
  const type = found["@odata.type"];
  return type === null || type === undefined || LOGINS.has(type) || LOGINS.has(type.toLowerCase());
}

/** Where a record is, as problems and provenance name it. */
export function placeOf(source: string, what: string, id: string): Place {
  return { file: `${source}/${what}/${id}`, line: null, column: null };
}
