import type { EntryContent } from "../domain/ledger.js";
import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { namePeople } from "../graph/queries/history.js";
import { findDifferences } from "../graph/queries/identity-questions.js";
import type { Refusal } from "./asked.js";
import type { Context } from "./context.js";
import { type IdentityChange, type Said, performIdentity } from "./identity-frame.js";
import { merge } from "./identity-merge.js";
import { type NamedPerson, type NamedRecord, personNamed, recordNamed } from "./identity-names.js";
import { type Parted, tellApart, unmerge } from "./identity-part.js";
import type { IdentityReport, Moved } from "./identity-report.js";

/** Two records are one human (Q3): the earlier record survives. */
export async function samePerson(
  context: Context,
  order: Said & { readonly one: string; readonly other: string },
): Promise<IdentityReport> {
  const { graph } = context;
  return await performIdentity(context, { ...order, act: "identity same" }, async (run) => {
    const one = await personNamed(graph, order.one);
    if ("refused" in one) return one;
    const other = await personNamed(graph, order.other);
    if ("refused" in other) return other;
    if (one.id === other.id) return oneAlready(one, other);
    const against = await graph.read((tx) =>
      findDifferences.run(tx, { oneId: one.id, otherId: other.id }),
    );
    const [survivor, gone] = isEarlier(one, other) ? [one, other] : [other, one];
    const moved = await run.write(
      "organisation",
      (tx) =>
        merge(tx, run, {
          survivorId: survivor.id,
          otherId: gone.id,
          by: order.operator.person,
          reason: order.reason,
          sources: sourcesOf(context),
          withdrawn: against.map((row) => row.key),
        }),
      (done) => samenessEntry({ survivor: survivor.id, other: gone.id }, done),
    );
    return {
      done: { kind: "merged", survivor: nameOf(survivor), other: nameOf(gone), moved },
      notes: against.map(
        ({ by, since, reason }) =>
          `On ${day(since)} ${by} said that they are not the same: "${reason}". That holds no more.`,
      ),
    };
  });
}

function oneAlready(one: NamedPerson, other: NamedPerson): Refusal {
  const shared = one.originIds.some((id) => other.originIds.includes(id));
  return shared
    ? {
        refused: "SAME_PERSON_TWICE",
        sentence: `Both are ${one.name}, by the same record. Name two different people.`,
      }
    : {
        refused: "ONE_ALREADY",
        sentence: `They are one person already, ${one.name}. countersign identity show ${one.key} says who said so and when.`,
      };
}

/** The record that was made first; of one run, the one whose work began first, then by identifier. */
function isEarlier(one: NamedPerson, other: NamedPerson): boolean {
  if (one.createdIn !== other.createdIn) return one.createdIn < other.createdIn;
  const [from, otherFrom] = [one.activeFrom ?? Infinity, other.activeFrom ?? Infinity];
  return from === otherFrom ? one.key < other.key : from < otherFrom;
}

/** Two records are two humans (Q3): undoes an earlier `same` exactly, and is remembered. */
export async function differentPersons(
  context: Context,
  order: Said & { readonly one: string; readonly other: string },
): Promise<IdentityReport> {
  const { graph } = context;
  return await performIdentity(context, { ...order, act: "identity different" }, async (run) => {
    const one = await recordNamed(graph, order.one);
    if ("refused" in one) return one;
    const other = await recordNamed(graph, order.other);
    if ("refused" in other) return other;
    const said = { by: order.operator.person, reason: order.reason, sources: sourcesOf(context) };
    if (one.knownAsId !== other.knownAsId) {
      const [known] = await graph.read((tx) =>
        findDifferences.run(tx, { oneId: one.knownAsId, otherId: other.knownAsId }),
      );
      if (known !== undefined) return toldApart(known);
      const ids = { oneId: one.knownAsId, otherId: other.knownAsId };
      await run.write(
        "organisation",
        (tx) => tellApart(tx, run, { ...ids, ...said }),
        () => samenessEntry(ids, null),
      );
      return await parted(graph, ids, null);
    }
    const refusal = undoRefusal(one, other);
    if (refusal !== null) return refusal;
    const [survivor, gone] = one.id === one.knownAsId ? [one, other] : [other, one];
    const ids = { oneId: survivor.id, otherId: gone.id };
    const undone = await run.write(
      "organisation",
      (tx) => unmerge(tx, run, { ...ids, ...said }),
      ({ returned }) => samenessEntry(ids, returned),
    );
    return await parted(graph, ids, undone);
  });
}

/** Who is one or not one with whom, and what passed from one record to the other by it. */
function samenessEntry(
  people: Readonly<Record<string, PersonId>>,
  passed: Moved | null,
): EntryContent {
  const after = { ...people, passed };
  const content = { kind: "identity", subject: null, before: null, after } as const;
  return passed === null ? content : { ...content, authorizations: passed.rights };
}

function toldApart(known: {
  readonly by: string;
  readonly since: Instant;
  readonly reason: string;
}): Refusal {
  return {
    refused: "TOLD_APART",
    sentence: `${known.by} said so on ${day(known.since)}: "${known.reason}". There is nothing to add.`,
  };
}

/** Only the last step that made them one can be undone; each by itself. */
function undoRefusal(one: NamedRecord, other: NamedRecord): Refusal | null {
  if (one.id === other.id)
    return {
      refused: "SAME_PERSON_TWICE",
      sentence: `Both lead to the same record of ${one.name}. Where several records became one after the other, the last step is undone first: countersign identity show says in which order.`,
    };
  if (one.id === one.knownAsId || other.id === other.knownAsId) return null;
  return {
    refused: "ONE_BY_ANOTHER",
    sentence: `${one.name} and ${other.name} are one only because each became one with a third record. Say which of them is not that person: countersign identity show names it.`,
  };
}

/** Names are those of now: while they were one, both went by the newest record's. */
async function parted(
  graph: Graph,
  { oneId, otherId }: { readonly oneId: PersonId; readonly otherId: PersonId },
  undone: Parted | null,
): Promise<IdentityChange> {
  const named = await graph.read((tx) => namePeople.run(tx, { ids: [oneId, otherId] }));
  const nameFor = (id: PersonId) => ({
    id,
    name: named.find((row) => row.id === id)?.name ?? id,
  });
  return {
    done: {
      kind: "parted",
      one: nameFor(oneId),
      other: nameFor(otherId),
      returned: undone?.returned ?? null,
      staying: undone?.staying ?? [],
    },
    notes: [],
  };
}

function nameOf({ id, name }: NamedPerson): { readonly id: PersonId; readonly name: string } {
  return { id, name };
}

function sourcesOf({ config }: Context): string[] {
  return config.sources.map((source) => source.id);
}

function day(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}
