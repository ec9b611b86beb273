import type { Instant } from "../../domain/time.js";
import type { AccountObservation, Quarantined, UnsaidField } from "../port.js";
import { believe } from "./believe.js";
import { CONCURRENCY, type OktaClient } from "./client.js";
import { accountObservation } from "./convert.js";
import { linkedObjectsSchema, nativeId, userSchema } from "./schema.js";
import type { OktaSettings } from "./settings.js";
import { type SideCalls, mapSome } from "./side-calls.js";

/** Observations of which the same is unsaid: they make one page. */
export interface Part<Observation> {
  readonly observations: readonly Observation[];
  readonly quarantined: readonly Quarantined[];
  readonly unsaid: readonly UnsaidField[];
}

export interface AccountsFrame {
  readonly client: OktaClient;
  readonly settings: OktaSettings;
  /** Dormancy is counted back from here. */
  readonly at: Instant;
  /** Failures of asking for managers. */
  readonly managers: SideCalls;
  readonly signal: AbortSignal;
}

/** Raw users as accounts. Whose manager could not be asked for comes in a part that leaves it unsaid. */
export async function accountParts(
  items: readonly unknown[],
  frame: AccountsFrame,
): Promise<Part<AccountObservation>[]> {
  const { settings } = frame;
  const { records, quarantined } = believe(
    items,
    { path: "users", schema: userSchema, convert: (user) => accountObservation(user, frame) },
    settings,
  );
  const unsaid = unsaidOf(settings);
  if (settings.managerRelation === null) return [{ observations: records, quarantined, unsaid }];
  const asked = await mapSome(records, CONCURRENCY, async (one) => withManager(one, frame));
  const known = asked.flatMap((one) => (one.said ? [one.account] : []));
  const others = asked.flatMap((one) => (one.said ? [] : [one.account]));
  return [
    { observations: known, quarantined, unsaid },
    { observations: others, quarantined: [], unsaid: [...unsaid, "managerRef"] },
  ];
}

/** What the config does not ask for is not told, which is not the same as "none". */
function unsaidOf({ config }: OktaSettings): UnsaidField[] {
  return [
    ...(config.manager.how === "none" ? (["managerRef"] as const) : []),
    ...(config.teamAttribute === undefined ? (["teamRef"] as const) : []),
  ];
}

interface Asked {
  readonly account: AccountObservation;
  readonly said: boolean;
}

/** Of who has left nobody asks for a manager: the one as of the departure is known (L8). */
async function withManager(account: AccountObservation, frame: AccountsFrame): Promise<Asked> {
  if (account.status === "deprovisioned") return { account, said: false };
  const found = await frame.managers.ask(() => linkedManager(account.nativeId, frame));
  if (found === undefined) return { account, said: false };
  if (found === UNREADABLE) {
    frame.managers.doubt(frame.client.garbled(LINKED, "names a manager without a readable id"));
    return { account, said: false };
  }
  const manager = found === null ? null : { by: "account" as const, nativeId: found };
  return { account: { ...account, manager }, said: true };
}

const LINKED = "GET /api/v1/users/{id}/linkedObjects/{name}";
/** There is a manager, and nobody can tell who: that is not "none" (F12). */
const UNREADABLE = Symbol("unreadable");

/** Native id of the manager; null: the relation names nobody. @throws as `OktaClient.get` */
async function linkedManager(
  userId: string,
  { client, settings, signal }: Pick<AccountsFrame, "client" | "settings" | "signal">,
): Promise<string | typeof UNREADABLE | null> {
  const relation = settings.managerRelation ?? "";
  const { body } = await client.get(
    {
      endpoint: LINKED,
      call: (okta) => okta.users.listLinkedObjectsForUser({ userId, relationshipName: relation }),
      signal,
    },
    linkedObjectsSchema,
  );
  const [href] = body;
  if (href === undefined) return null;
  return nativeId.safeParse(href.split("/").at(-1)).data ?? UNREADABLE;
}
