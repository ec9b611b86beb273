import type { ManagedTransaction } from "neo4j-driver";
import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { RunWriter } from "../graph/graph.js";
import { linkAccounts } from "../graph/queries/identity.js";
import {
  lockPersons,
  moveEmployments,
  pinLogin,
  releaseLogin,
} from "../graph/queries/identity-acts.js";
import type { FoundLogin } from "../graph/queries/identity-questions.js";
import { contentHash, mintId } from "../platform/ids.js";
import { recordsContent } from "../platform/ledger-content.js";
import type { Refusal } from "./asked.js";
import type { Context } from "./context.js";
import { type Said, markFollowing, performIdentity } from "./identity-frame.js";
import { type NamedPerson, loginNamed, personNamed } from "./identity-names.js";
import type { IdentityReport } from "./identity-report.js";

/** Pins a login to a person by hand (Q2, Q9): it survives every sync until `until` (exclusive; null: for good). */
export async function linkIdentity(
  context: Context,
  order: Said & {
    readonly login: string;
    readonly person: string;
    readonly until: Instant | null;
  },
): Promise<IdentityReport> {
  const { graph } = context;
  return await performIdentity(context, { ...order, act: "identity link" }, async (run) => {
    const login = await loginNamed(graph, order.login);
    if ("refused" in login) return login;
    const person = await personNamed(graph, order.person);
    if ("refused" in person) return person;
    const refusal = linkRefusal(login, person, { until: order.until, at: run.at });
    if (refusal !== null) return refusal;
    await pin(run, { ...order, login, person });
    return {
      done: {
        kind: "linked",
        login: login.key,
        person: { id: person.id, name: person.name },
        before: login.person,
        until: order.until,
      },
      notes: linkNotes(login, person),
    };
  });
}

function linkRefusal(
  login: FoundLogin,
  person: NamedPerson,
  { until, at }: { readonly until: Instant | null; readonly at: Instant },
): Refusal | null {
  if (until !== null && until <= at)
    return {
      refused: "EXPIRY_PAST",
      sentence: "--until is over already. Name a day that is to come.",
    };
  const { key, link } = login;
  if (login.person?.id === person.id) {
    const byHand = link?.evidence === "manual";
    const ranOut = byHand && link.expiresAt !== null && link.expiresAt <= at;
    const news = byHand ? ranOut || link.expiresAt !== until : until !== null;
    if (!news && !login.disputed)
      return {
        refused: "LINKED_ALREADY",
        sentence: `${key} belongs to ${person.name} already. countersign identity show ${key} says why.`,
      };
    return null;
  }
  return onlyRecord(login, `countersign identity same ${key} ${person.key}`);
}

/** A login that is all that is known of its person is not taken from them: nobody would be left. */
function onlyRecord({ key, person, carries, others }: FoundLogin, instead: string): Refusal | null {
  if (person === null || carries === 0 || others > 0) return null;
  return {
    refused: "ONLY_RECORD",
    sentence: `${key} is all that is known of ${person.name}'s work: without it nobody would be left there. If it is another person you know: ${instead}`,
  };
}

function linkNotes({ key, nature, notPersons }: FoundLogin, person: NamedPerson): string[] {
  return [
    ...(nature === "service"
      ? [
          `${key} is a service account: ${person.name} speaks for it, and it is still nobody's self. It can own nothing.`,
        ]
      : []),
    ...(notPersons.includes(person.id)
      ? [
          `It was said before that ${key} is not ${person.name}'s; that holds no more. countersign identity show ${key} says who said so.`,
        ]
      : []),
  ];
}

async function pin(
  run: RunWriter,
  order: Said & {
    readonly login: FoundLogin;
    readonly person: NamedPerson;
    readonly until: Instant | null;
  },
): Promise<void> {
  const { login, person, operator, reason, until } = order;
  const before = login.person?.id ?? null;
  const ids = before === null ? [person.id] : [before, person.id];
  const write = async (tx: ManagedTransaction) => {
    await lockPersons.run(tx, { run: run.number, ids: [...new Set(ids)].toSorted() });
    await pinLogin.run(tx, {
      run: run.number,
      at: run.at,
      key: login.key,
      personId: person.id,
      by: operator.person,
      reason,
      expiresAt: until,
    });
    if (before !== null && before !== person.id) {
      const way = { fromId: before, toId: person.id, movedFrom: null, movedIn: null };
      await moveEmployments.run(tx, { run: run.number, ...way, keys: [login.key] });
    }
    await markFollowing(tx, run, { ids, keys: [login.key] });
  };
  await run.write("organisation", write, () =>
    recordsContent("identity", login.key, [[login.key, before, person.id]]),
  );
}

/** Takes a login from its person; no sync links it to them again. */
export async function unlinkIdentity(
  context: Context,
  order: Said & { readonly login: string },
): Promise<IdentityReport> {
  const report = await performIdentity(
    context,
    { ...order, act: "identity unlink" },
    async (run) => {
      const login = await loginNamed(context.graph, order.login);
      if ("refused" in login) return login;
      const { key, person } = login;
      if (person === null)
        return {
          refused: "NOT_LINKED",
          sentence: `${key} belongs to nobody. countersign identity link ${key} <person> says whose it is.`,
        };
      const refusal = onlyRecord(login, `countersign identity same ${key} <person>`);
      if (refusal !== null) return refusal;
      const founded = login.carries > 0;
      await release(run, { ...order, login, personId: person.id });
      return { done: { kind: "unlinked", login: key, person, founded, follows: null }, notes: [] };
    },
  );
  const { done } = report;
  if (done?.kind !== "unlinked" || done.founded) return report;
  // Correlation has looked at it anew by now: of two people its directory names, one was left.
  const now = await loginNamed(context.graph, done.login);
  return "refused" in now ? report : { ...report, done: { ...done, follows: now.person } };
}

/**
 * A login that tells of an employment is somebody's: taken from one person, it is a person of its own, so that what its
 * directory says about their work is about them and not about nobody.
 */
async function release(
  run: RunWriter,
  order: Said & { readonly login: FoundLogin; readonly personId: PersonId },
): Promise<void> {
  const { login, personId, operator, reason } = order;
  const { key } = login;
  const frame = { run: run.number, at: run.at };
  const newId = login.carries === 0 ? null : contentHash([mintId(), key]);
  const write = async (tx: ManagedTransaction) => {
    await lockPersons.run(tx, { run: run.number, ids: [personId] });
    await releaseLogin.run(tx, { ...frame, key, by: operator.person, reason });
    if (newId === null) return await markFollowing(tx, run, { ids: [personId], keys: [key] });
    const link = { evidence: "founded", evidenceKey: key, by: null, reason: null } as const;
    const row = { key, personId: newId, ...link, expiresAt: null, claims: [] };
    await linkAccounts.run(tx, { ...frame, rows: [row] });
    const way = { fromId: personId, toId: newId, movedFrom: null, movedIn: null };
    await moveEmployments.run(tx, { run: run.number, ...way, keys: [key] });
    await markFollowing(tx, run, { ids: [personId, newId], keys: [key] });
  };
  await run.write("organisation", write, () =>
    recordsContent("identity", key, [[key, personId, newId]]),
  );
}
