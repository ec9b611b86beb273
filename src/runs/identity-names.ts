import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import {
  type FoundLogin,
  type FoundPerson,
  findLogins,
  findPersons,
  similarNames,
} from "../graph/queries/identity-questions.js";
import { didYouMean } from "../platform/nearest.js";
import { normaliseAddress, normaliseId } from "../platform/normalise.js";
import type { Refusal } from "./asked.js";

/** A person as somebody named one. */
export interface NamedPerson {
  readonly id: PersonId;
  readonly name: string;
  /** An identifier to type for them. */
  readonly key: string;
  /** Run in which the record was made; the earlier of two survives a merge. */
  readonly createdIn: number;
  readonly activeFrom: Instant | null;
  /** Records the words led to: several where two became one. */
  readonly originIds: readonly PersonId[];
}

/** One record of a person: what tells two records of one human apart after a merge. */
export interface NamedRecord {
  readonly id: PersonId;
  readonly name: string;
  /** The person it is known as now; itself when it never became one with somebody else. */
  readonly knownAsId: PersonId;
}

/** The login that was named by key, login name or address, or why it cannot be told. */
export async function loginNamed(graph: Graph, subject: string): Promise<FoundLogin | Refusal> {
  const found = await graph.read((tx) => findLogins.run(tx, askedFor(subject)));
  const logins = found.filter((row) => !row.isWorkerId);
  const [login] = logins;
  if (logins.length > 1) return ambiguousLogin(subject, logins);
  if (login !== undefined) return login;
  if (found.length > 0)
    return {
      refused: "LOGIN_UNKNOWN",
      sentence: `"${subject}" is a worker id and no login. Two records of one human are settled by countersign identity same.`,
    };
  return {
    refused: "LOGIN_UNKNOWN",
    sentence: `"${subject}" is no login we know.${(await suggestion(graph, subject, true)) || BY_LOGIN}`,
  };
}

function ambiguousLogin(subject: string, logins: readonly FoundLogin[]): Refusal {
  const listed = logins
    .map(({ key, person }) => `${key} (${person?.name ?? "nobody's yet"})`)
    .toSorted();
  return {
    refused: "LOGIN_AMBIGUOUS",
    sentence: `"${subject}" is the address of ${logins.length} logins: ${listed.join(", ")}. Name the one you mean by its key.`,
  };
}

/** The person who was named, or why it cannot be told. */
export async function personNamed(graph: Graph, subject: string): Promise<NamedPerson | Refusal> {
  const found = await graph.read((tx) => findPersons.run(tx, askedFor(subject)));
  const merged = found.find((row) => row.knownAsId !== null);
  if (merged !== undefined) return await knownOtherwise(graph, merged);
  const ids = new Set(found.map((row) => row.id));
  const [first] = found;
  if (first === undefined) return await unknownPerson(graph, subject);
  if (ids.size > 1) return ambiguousPerson(subject, found);
  return {
    id: first.id,
    name: first.name,
    key: first.key ?? first.firstKey ?? first.id,
    createdIn: first.createdIn ?? Number.MAX_SAFE_INTEGER,
    activeFrom: first.activeFrom,
    originIds: [...new Set(found.map((row) => row.originId))],
  };
}

/** The record that was named: of two that became one, the one that the words led to before. */
export async function recordNamed(graph: Graph, subject: string): Promise<NamedRecord | Refusal> {
  const found = await graph.read((tx) => findPersons.run(tx, askedFor(subject)));
  const [first] = found;
  if (first === undefined) return await unknownPerson(graph, subject);
  if (new Set(found.map((row) => row.originId)).size > 1) return ambiguousPerson(subject, found);
  return { id: first.originId, name: first.originName, knownAsId: first.knownAsId ?? first.id };
}

function ambiguousPerson(subject: string, found: readonly FoundPerson[]): Refusal {
  const byRecord = new Map(found.map((row) => [row.originId, row]));
  const listed = [...byRecord.values()]
    .map((row) => `${row.originName} (${row.key ?? row.id})`)
    .toSorted();
  return {
    refused: "PERSON_AMBIGUOUS",
    sentence: `"${subject}" leads to ${byRecord.size} records of people: ${listed.join(", ")}. Name one by worker id or by the key of a login.`,
  };
}

async function knownOtherwise(graph: Graph, merged: FoundPerson): Promise<Refusal> {
  const key = merged.knownAsId ?? merged.id;
  const [known] = await graph.read((tx) => findPersons.run(tx, { key, address: key }));
  const words = known === undefined ? key : `${known.name} (${known.firstKey ?? known.id})`;
  return {
    refused: "PERSON_MERGED",
    sentence: `${merged.name} is known as ${words} since somebody said that they are one. Name that person.`,
  };
}

async function unknownPerson(graph: Graph, subject: string): Promise<Refusal> {
  const [login] = await graph.read((tx) => findLogins.run(tx, askedFor(subject)));
  const sentence =
    login === undefined
      ? `"${subject}" is nobody we know.${(await suggestion(graph, subject, false)) || BY_PERSON}`
      : `${login.key} is a login that belongs to nobody yet. Say whose it is: countersign identity link ${login.key} <person> --reason "…"`;
  return { refused: "PERSON_UNKNOWN", sentence };
}

function askedFor(subject: string) {
  return { key: normaliseId(subject), address: normaliseAddress(subject) };
}

const PREFIX = 3;
const BY_LOGIN = " A login is named by its key (okta/00u…), its login name or its address.";
const BY_PERSON =
  " A person is named by worker id (hr/E001), by address, or by the key or name of a login; not by their name.";

/** The nearest known name; a key is looked for among those of its source. */
async function suggestion(graph: Graph, subject: string, loginsOnly: boolean): Promise<string> {
  const isKey = subject.includes("/");
  const word = isKey ? normaliseId(subject) : normaliseAddress(subject);
  const start = word.indexOf("/") + 1;
  const known = Math.min(PREFIX, Math.floor((word.length - start) / 2));
  const prefix = word.slice(0, start + known);
  const similar = await graph.read((tx) => similarNames.run(tx, { prefix }));
  const names = similar.filter((row) => row.isLogin || !loginsOnly).map((row) => row.name);
  return didYouMean(word, names);
}
