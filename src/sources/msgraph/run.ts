import type { Instant } from "../../domain/time.js";
import type { EntraSourceConfig } from "../../platform/config-sources.js";
import { AnswerGarbled } from "../remote/errors.js";
import { Trail } from "../remote/trail.js";
import type { ReadRequest } from "../port.js";
import type { Asks } from "./asks.js";
import type { GraphClient } from "./client.js";
import type { AccountMapping } from "./convert-user.js";
import { withoutHost } from "./links.js";
import type { EntraCursor, ReadState } from "./read-state.js";
import { listPage, type GraphPage } from "./schema.js";

/** One read of a source, as its stages share it. */
export interface Run {
  readonly config: EntraSourceConfig;
  readonly mapping: AccountMapping;
  readonly client: GraphClient;
  readonly asks: Asks;
  readonly request: ReadRequest;
  /** What of the stored cursor may still be used. */
  readonly cursor: EntraCursor;
  /** Changed as the read goes on. */
  readonly state: ReadState;
  /** The state as JSON, where an interrupted read may take it up. */
  mark: string;
  /** Last sign-ins of users who have not signed in for long; null: not read yet. */
  lastSignIns: ReadonlyMap<string, Instant> | null;
}

/** Notes that everything so far is told: an interrupted read goes on from here. */
export function setMark(run: Run): void {
  run.mark = JSON.stringify(run.state);
}

export interface ListAsk {
  readonly client: GraphClient;
  readonly link: string;
  readonly endpoint: string;
  readonly signal: AbortSignal;
}

/** The pages of a list to its end, with the link that each leads on to; null: it is the last. */
export async function* listPages(
  ask: ListAsk,
): AsyncGenerator<{ readonly records: readonly unknown[]; readonly next: string | null }> {
  const trail = new Trail();
  for (let link: string | null = ask.link; link !== null;) {
    const { body }: { body: GraphPage } = await ask.client.get({ ...ask, link, shape: listPage });
    const next = linkAfter({ ...ask, trail }, link, body["@odata.nextLink"]);
    yield { records: body.value, next };
    link = next;
  }
}

/**
 * The next link without its host; null: there is none.
 *
 * @throws AnswerGarbled for one that leads to another host, or back to where it was
 */
export function linkAfter(
  ask: Pick<ListAsk, "client" | "endpoint"> & { readonly trail?: Trail },
  link: string,
  next: string | undefined,
): string | null {
  if (next === undefined) return null;
  const { client, endpoint } = ask;
  const found = withoutHost(client.hosts, next);
  const tenant = client.tenantName;
  if (found === null) {
    throw new AnswerGarbled({
      tenant,
      endpoint,
      why: "leads on to another host, which gets no login",
    });
  }
  if (found === link || ask.trail?.goOn(found) === false) {
    throw new AnswerGarbled({ tenant, endpoint, why: "leads on to the same page again" });
  }
  return found;
}
