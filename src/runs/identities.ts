import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import {
  type LoginRow,
  type PersonRow,
  describeLogins,
  describePerson,
  findPersons,
  listLogins,
} from "../graph/queries/identity-questions.js";
import { CountersignError } from "../platform/errors.js";
import { normaliseAddress, normaliseId } from "../platform/normalise.js";
import type { Context } from "./context.js";
import { loginNamed } from "./identity-names.js";
import type { PersonName } from "./report.js";

/** Why a login is listed: several people could be meant, nobody is, or a person said whose it is. */
export type LoginKind = "disputed" | "unlinked" | "manual";

/** A login, whose it is and on what evidence, and what its directory says instead. */
export interface LoginView extends LoginRow {
  readonly kinds: readonly LoginKind[];
  /** A link by hand that has run out. */
  readonly expired: boolean;
  /** People whom the directory's identifiers lead to, without those it was said not to be. */
  readonly candidates: readonly PersonName[];
  /** Of those, the ones it does not belong to: what the sources would say. */
  readonly drift: readonly PersonName[];
}

/** Logins that need a human. */
export interface IdentityList {
  readonly logins: readonly LoginView[];
  readonly disputes: number;
  /** There are more than are listed. */
  readonly more: boolean;
}

/** Everything that is known as one person; `person` null: a login that belongs to nobody. */
export interface IdentityView {
  readonly person: PersonRow | null;
  readonly logins: readonly LoginView[];
}

/** More than a person reads; what is settled makes room for the rest. */
const LISTED = 500;

/** Logins that are disputed, belong to nobody or were linked by hand; only the kinds asked for, or all. */
export async function identities(
  context: Context,
  filter: { readonly [Kind in LoginKind]?: boolean },
): Promise<IdentityList> {
  const { graph } = context;
  const all = !filter.disputed && !filter.unlinked && !filter.manual;
  const found = await graph.read((tx) => listLogins.run(tx, { limit: LISTED + 1 }));
  const wanted = found.filter(({ kind }) => all || filter[kind] === true);
  const kinds = new Map<string, LoginKind[]>();
  for (const { key, kind } of wanted) kinds.set(key, [...(kinds.get(key) ?? []), kind]);
  const keys = [...kinds.keys()].slice(0, LISTED);
  const logins = await loginViews(graph, keys, context.clock.now());
  return {
    logins: logins.map((one) => ({ ...one, kinds: kinds.get(one.key) ?? [] })),
    disputes: found.filter(({ kind }) => kind === "disputed").length,
    more: kinds.size > LISTED,
  };
}

/**
 * A person with everything that finds them, or a login that belongs to nobody.
 *
 * @throws CountersignError SUBJECT_UNKNOWN, SUBJECT_AMBIGUOUS
 */
export async function identity(
  context: Context,
  question: { readonly subject: string },
): Promise<IdentityView> {
  const { graph } = context;
  const { subject } = question;
  const now = context.clock.now();
  const id = await personId(graph, subject);
  if (id === null) {
    const login = await loginNamed(graph, subject);
    if ("refused" in login) throw unknown(login.sentence);
    return { person: null, logins: await loginViews(graph, [login.key], now) };
  }
  const [person] = await graph.read((tx) => describePerson.run(tx, { id }));
  if (person === undefined) throw unknown(`"${subject}" is nobody we know.`);
  return { person, logins: await loginViews(graph, person.logins, now) };
}

async function personId(graph: Graph, subject: string): Promise<string | null> {
  const asked = { key: normaliseId(subject), address: normaliseAddress(subject) };
  const found = await graph.read((tx) => findPersons.run(tx, asked));
  const people = new Map(found.map((row) => [row.knownAsId ?? row.id, row]));
  if (people.size <= 1) return [...people.keys()][0] ?? null;
  const listed = [...people.values()].map((row) => `${row.name} (${row.key ?? row.id})`);
  throw new CountersignError({
    code: "SUBJECT_AMBIGUOUS",
    message: `"${subject}" was or is the address of ${people.size} people.`,
    next: `Ask by worker id or by the key of a login: ${listed.join(", ")}.`,
    audience: "caller",
  });
}

function unknown(sentence: string): CountersignError {
  return new CountersignError({
    code: "SUBJECT_UNKNOWN",
    message: sentence,
    next: "Give a login, an e-mail address, a worker id (hr/E001) or the key of a login (okta/00u…).",
    audience: "caller",
  });
}

async function loginViews(
  graph: Graph,
  keys: readonly string[],
  now: Instant,
): Promise<LoginView[]> {
  if (keys.length === 0) return [];
  const rows = await graph.read((tx) => describeLogins.run(tx, { keys: [...keys] }));
  return rows.map((row) => viewOf(row, now));
}

function viewOf(row: LoginRow, now: Instant): LoginView {
  const { person, link, claims, refused, disputed } = row;
  const led = new Map(
    claims.flatMap((claim) =>
      claim.person === null ? [] : [[claim.person.id, claim.person] as const],
    ),
  );
  const candidates = [...led.values()].filter(({ id }) => !refused.some((one) => one.id === id));
  const byHand = link?.evidence === "manual";
  return {
    ...row,
    kinds: [
      ...(disputed ? (["disputed"] as const) : []),
      ...(person === null && !disputed && row.nature !== "service" ? (["unlinked"] as const) : []),
      ...(byHand ? (["manual"] as const) : []),
    ],
    expired: byHand && link.expiresAt !== null && link.expiresAt <= now,
    candidates,
    drift: person === null ? [] : candidates.filter(({ id }) => id !== person.id),
  };
}
