import type { ManagedTransaction } from "neo4j-driver";
import type { Instant } from "../domain/time.js";
import {
  dropMootAlerts,
  lockBatching,
  readPendingAlerts,
  readRecipients,
  writeDigests,
} from "../graph/queries/alerts.js";
import { mintId } from "../platform/ids.js";
import { candidatesOf, chooseRecipient } from "./recipients.js";
import type { Channel } from "./view.js";

/** Alerts taken in one transaction; more wait for the next pass. Bounds memory, not the storm. */
const MOST_ALERTS = 5_000;

export interface Batch {
  readonly digests: number;
  readonly moot: number;
  /** Alerts that nobody who works here could be found for. */
  readonly nobody: readonly { readonly alertId: string; readonly nobodyAt: Instant | null }[];
}

interface Draft {
  readonly id: string;
  readonly recipientId: string;
  readonly alertIds: string[];
  readonly channels: string[];
}

/**
 * Puts every pending alert into one digest per recipient, written with the channels it is to go
 * through. One transaction, alone (lock-batching); a crash leaves either nothing or all of it.
 */
export async function batchAlerts(
  tx: ManagedTransaction,
  facts: {
    readonly now: Instant;
    readonly channels: readonly Channel[];
    readonly lastResort: readonly string[];
  },
): Promise<Batch> {
  const { now, lastResort } = facts;
  await lockBatching.run(tx, { now });
  const [moot] = await dropMootAlerts.run(tx, { now });
  const alerts = await readPendingAlerts.run(tx, { limit: MOST_ALERTS });
  const leads = alerts.flatMap((alert) => (alert.leadId === null ? [] : [alert.leadId]));
  const personIds = [...new Set([...leads, ...lastResort])];
  const candidates = candidatesOf(await readRecipients.run(tx, { personIds, now }));
  const needsAddress = facts.channels.some((channel) => channel.needsAddress);
  const drafts = new Map<string, Draft>();
  const nobody: Batch["nobody"][number][] = [];
  for (const alert of alerts) {
    const recipient = chooseRecipient([alert.leadId, ...lastResort], candidates, needsAddress);
    if (recipient === null) {
      nobody.push({ alertId: alert.alertId, nobodyAt: alert.nobodyAt });
      continue;
    }
    // An earlier recipient was told on some channels and then left: only the others are for this one.
    const channels = facts.channels.map((one) => one.name);
    const left = channels.filter((name) => !alert.toldOn.includes(name));
    const through = left.length > 0 ? left : channels;
    const key = `${recipient.personId}|${through.join("|")}`;
    const fresh = {
      id: mintId(),
      recipientId: recipient.personId,
      alertIds: [],
      channels: through,
    };
    const draft: Draft = drafts.get(key) ?? fresh;
    draft.alertIds.push(alert.alertId);
    drafts.set(key, draft);
  }
  const digests = [...drafts.values()];
  if (digests.length > 0) await writeDigests.run(tx, { digests, now });
  return { digests: digests.length, moot: moot?.moot ?? 0, nobody };
}
