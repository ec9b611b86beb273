import { endsAt, isHuman, statusOf } from "../domain/employment-status.js";
import type { PersonFacts, PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { graphOrg, questionKey } from "../graph/org-reader.js";
import type { UnregisteredRow } from "../graph/queries/agents.js";
import { namePeople } from "../graph/queries/history.js";
import { normaliseAddress } from "../platform/normalise.js";
import { isAddress } from "../sources/registry/advice.js";
import { resolve } from "../sync/registry/people.js";
import type { PersonName } from "./report.js";

/** Who sponsors an agent at its directory, and whether a document may propose them as owner. */
export interface SponsorView {
  /** Null: the directory names nobody, or nobody knows whose login it names. */
  readonly person: PersonName | null;
  /** To be written as `owner`; null: nobody is proposed. */
  readonly address: string | null;
  /** Why nobody is proposed, or what to know of who is; null: nothing. One sentence. */
  readonly remark: string | null;
}

type Sponsored = Pick<UnregisteredRow, "key" | "source" | "sponsorRefs" | "ownerRefs" | "sponsors">;

/**
 * The sponsor of each agent, by key, as of now. Proposed is only who works here, is human, and is meant
 * by the address that would be written: never somebody who has left.
 */
export async function judgeSponsors(
  graph: Graph,
  agents: readonly Sponsored[],
  at: Instant,
): Promise<Map<string, SponsorView>> {
  const ids = [...new Set(agents.flatMap((one) => one.sponsors.map(({ personId }) => personId)))];
  const reader = graphOrg(graph);
  const people = await reader.persons(ids);
  const named = await graph.read((tx) => namePeople.run(tx, { ids }));
  const addresses = new Map(named.map((row) => [row.id, normaliseAddress(row.address)]));
  const questions = [...new Set(addresses.values())].map((address) => ({ address, at }));
  const found = await reader.candidates(questions);
  const judge = (id: PersonId): SponsorView => {
    const address = addresses.get(id) ?? "";
    const question = { address, at };
    const meant = resolve(question, found.get(questionKey(question)) ?? []);
    const isTheirs = "personId" in meant && meant.personId === id;
    return verdict(people.get(id), { id, at, address: isTheirs ? address : null });
  };
  return new Map(agents.map((agent) => [agent.key, sponsorOf(agent, judge)]));
}

/** The first sponsor who may be proposed; else why none of them is. */
function sponsorOf(agent: Sponsored, judge: (id: PersonId) => SponsorView): SponsorView {
  const { source, sponsorRefs, ownerRefs, sponsors } = agent;
  if (sponsorRefs.length === 0) return nobody(`"${source}" names no sponsor.`);
  const views = new Map(sponsors.map(({ personId }) => [personId, judge(personId)]));
  const proposed = sponsors.find(({ personId }) => views.get(personId)?.address !== null);
  if (proposed !== undefined) {
    const view = views.get(proposed.personId);
    if (view !== undefined) return withOwnership(view, ownerRefs.includes(proposed.ref));
  }
  const [first] = views.values();
  if (first === undefined) {
    return nobody(`Nobody knows whose login ${sponsorRefs.join(", ")} is.`);
  }
  const remarks = [...views.values()].flatMap(({ remark }) => remark ?? []);
  return { ...first, remark: remarks.join(" ") };
}

function nobody(remark: string): SponsorView {
  return { person: null, address: null, remark };
}

/** Who may configure an agent may well have built it, and whoever built it may not own what it decides. */
function withOwnership(view: SponsorView, isTechnicalOwner: boolean): SponsorView {
  if (!isTechnicalOwner || view.person === null) return view;
  const built = `${view.person.name} may configure it too: whoever built it may not own what it decides.`;
  return { ...view, remark: view.remark === null ? built : `${view.remark} ${built}` };
}

/** Whether this person may be proposed at this instant, and why not. */
function verdict(
  person: PersonFacts | undefined,
  {
    id,
    at,
    address,
  }: {
    readonly id: PersonId;
    readonly at: Instant;
    /** Null: no address certainly means them. */
    readonly address: string | null;
  },
): SponsorView {
  const name = person?.name ?? id;
  const refused = (remark: string): SponsorView => ({
    person: { id, name },
    address: null,
    remark,
  });
  if (person === undefined) return refused(`Nothing is known of ${name}.`);
  if (!isHuman(person)) return refused(`${name} is not a person.`);
  const status = statusOf(person, at);
  switch (status.kind) {
    case "departed":
      return refused(`${name} has left.`);
    case "future":
      return refused(`${name} has not begun to work here.`);
    case "unknown":
      return refused(`Nobody says that ${name} works here.`);
    case "active":
    case "onLeave":
      break;
    default:
      return status satisfies never;
  }
  if (address === null || !isAddress(address)) {
    return refused(`No address is known that means ${name} and nobody else.`);
  }
  const remarks = [
    ...(status.kind === "onLeave" ? [`${name} is on leave.`] : []),
    ...(typeof endsAt(person) === "number" ? [`${name} is leaving.`] : []),
  ];
  return {
    person: { id, name },
    address,
    remark: remarks.length === 0 ? null : remarks.join(" "),
  };
}
