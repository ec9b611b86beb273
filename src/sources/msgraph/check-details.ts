import { CountersignError } from "../../platform/errors.js";
import { SourceRefused } from "../remote/errors.js";
import type { AccountMapping } from "./convert-user.js";
import { linkTo } from "./links.js";
import type { EntraParts } from "./parts.js";
import { envelope, listPage } from "./schema.js";

/** Names people mean when they write another one; any other that Graph knows is taken as well. */
export const USUAL_ATTRIBUTES = [
  "employeeId",
  "employeeType",
  "department",
  "companyName",
  "jobTitle",
  "officeLocation",
  "userType",
  "onPremisesSamAccountName",
  "onPremisesExtensionAttributes",
  "onPremisesImmutableId",
] as const;

/**
 * Which attributes of the config users of this tenant do not have: each is asked for by itself, because
 * Graph refuses a whole request for one name it does not know, and so would a sync's.
 *
 * @throws what `GraphClient.get` throws, but for refusals
 */
export async function unknownAttributes(
  { client, mapping }: EntraParts,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const tried = await Promise.all(
    namesIn(mapping).map(async (name) => {
      const link = linkTo("/users", { $select: `id,${name.split(".", 1)[0] ?? name}`, $top: "1" });
      try {
        await client.get({ link, endpoint: "GET /users", shape: listPage, signal });
        return [];
      } catch (error) {
        if (error instanceof SourceRefused && error.status === 400) return [name];
        throw error;
      }
    }),
  );
  return tried.flat();
}

function namesIn({ workerIds, nonHuman, teamAttribute }: AccountMapping): string[] {
  const names = [...Object.keys(workerIds), ...Object.keys(nonHuman)];
  return [...new Set(teamAttribute === null ? names : [...names, teamAttribute])];
}

/**
 * Whether the sponsors of agent identities are refused, tried with one agent: Microsoft documents a
 * right of its own for them ("List sponsors" of agentIdentity), and a sync without them certifies no
 * agent. False too where there is no agent to try it with.
 */
export async function areSponsorsRefused(parts: EntraParts, signal: AbortSignal): Promise<boolean> {
  const { client, asks } = parts;
  try {
    const agentId = await anyAgent(parts, signal);
    if (agentId === null) return false;
    const endpoint = "GET /servicePrincipals/{id}/sponsors";
    await client.get({ link: asks.sponsors(agentId), endpoint, shape: listPage, signal });
    return false;
  } catch (error) {
    // Whether agents can be read at all is said on its own line.
    if (!(error instanceof CountersignError)) throw error;
    return error instanceof SourceRefused && error.status === 403;
  }
}

/** Null: there is none, or they may not be read. */
async function anyAgent({ client }: EntraParts, signal: AbortSignal): Promise<string | null> {
  const endpoint = "GET /servicePrincipals/microsoft.graph.agentIdentity";
  const link = linkTo("/servicePrincipals/microsoft.graph.agentIdentity", {
    $select: "id",
    $top: "1",
  });
  try {
    const { body } = await client.get({ link, endpoint, shape: listPage, signal });
    return envelope.safeParse(body.value[0]).data?.id ?? null;
  } catch (error) {
    if (error instanceof SourceRefused) return null;
    throw error;
  }
}
