import type { Quarantined, SourcePage } from "../port.js";
import { concurrently } from "./concurrently.js";
import { convertAgent } from "./convert.js";
import { believe, disbelieve } from "./doubt.js";
import { loginsAt } from "./group-reader.js";
import { listPages, setMark, type Run } from "./run.js";
import { principalSchema, type GraphPrincipal } from "./schema.js";
import { Telling } from "./telling.js";
import { isAbsent } from "./user-reader.js";

/** Agent identities with their sponsors and owners; always all of them, for they have no delta. */
export async function* readAgents(run: Run): AsyncGenerator<SourcePage> {
  const link = run.state.agents.link ?? run.asks.agents;
  const endpoint = "GET /servicePrincipals/microsoft.graph.agentIdentity";
  yield* tellPrincipals(run, { link, endpoint, sponsored: true, isAgent: () => true });
}

/** The principals of applications, each of which may be an agent; what is told already is left out. */
export async function* readPrincipals(run: Run): AsyncGenerator<SourcePage> {
  const link = run.state.agents.link ?? run.asks.principals;
  const endpoint = "GET /servicePrincipals";
  yield* tellPrincipals(run, { link, endpoint, sponsored: false, isAgent: isApplication });
}

/** Every tenant has some hundred principals of Microsoft's own applications. */
const MICROSOFT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
const ELSEWHERE: ReadonlySet<string> = new Set([
  "#microsoft.graph.agentIdentity",
  "#microsoft.graph.agentIdentityBlueprintPrincipal",
]);

function isApplication(principal: GraphPrincipal): boolean {
  const ours = principal.appOwnerOrganizationId?.toLowerCase() !== MICROSOFT;
  return ours && !ELSEWHERE.has(principal["@odata.type"] ?? "");
}

interface PrincipalList {
  readonly link: string;
  readonly endpoint: string;
  readonly sponsored: boolean;
  readonly isAgent: (principal: GraphPrincipal) => boolean;
}

async function* tellPrincipals(run: Run, list: PrincipalList): AsyncGenerator<SourcePage> {
  const { client, request, state, config } = run;
  for await (const page of listPages({ ...list, client, signal: request.signal })) {
    const telling = new Telling();
    const agents: GraphPrincipal[] = [];
    for (const raw of page.records) {
      const read = believe(raw, principalSchema, { source: config.id, what: "servicePrincipals" });
      if (read.kind === "good" && !list.isAgent(read.good)) continue;
      state.agents.count += 1;
      if (read.kind === "bad") telling.quarantine(read.quarantined);
      else agents.push(read.good);
    }
    const told = await concurrently(agents, (agent) => withPeople(run, agent, list.sponsored));
    for (const agent of told) {
      if (agent === null) continue;
      if ("kind" in agent) telling.add(agent);
      else telling.quarantine(agent);
    }
    yield* telling.pages(run, () => {
      state.agents.link = page.next;
      state.ended = page.next === null;
      setMark(run);
    });
  }
}

/**
 * Null: the agent went away meanwhile. Sponsors that cannot be had fail the scope, they are not "none";
 * one among them who cannot be read leaves the agent as it was (F12).
 */
async function withPeople(
  run: Run,
  principal: GraphPrincipal,
  sponsored: boolean,
): Promise<ReturnType<typeof convertAgent> | Quarantined | null> {
  const { asks, config } = run;
  const { id } = principal;
  try {
    const sponsors = sponsored
      ? await loginsAt(run, asks.sponsors(id), "GET /servicePrincipals/{id}/sponsors")
      : { ids: [], isWhole: true };
    const owners = await loginsAt(
      run,
      asks.principalOwners(id),
      "GET /servicePrincipals/{id}/owners",
    );
    if (!sponsors.isWhole || !owners.isWhole) {
      const sentence = "One of its sponsors or owners has no readable id";
      return disbelieve(principal, { source: config.id, what: "servicePrincipals" }, sentence);
    }
    return convertAgent(principal, {
      source: config.id,
      sponsorIds: sponsors.ids,
      ownerIds: owners.ids,
    });
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}
