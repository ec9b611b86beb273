import type { Driver } from "neo4j-driver";
import { markNobodyTold } from "../graph/queries/alerts.js";
import type { Clock } from "../platform/clock.js";
import { mintId } from "../platform/ids.js";
import type { Log } from "../platform/log.js";
import { batchAlerts, type Batch } from "./batch.js";
import { logChannel } from "./channels/log.js";
import { describeAlerts } from "./describe.js";
import { sendDue } from "./dispatch.js";
import { openOutbox, type Outbox } from "./outbox.js";
import { digestMessage } from "./text.js";
import type { Channel } from "./view.js";

/** A recipient who left makes another round; people do not leave faster than this within one pass. */
const MOST_ROUNDS = 3;

/** How often the log repeats that there is nobody to tell of an alert. */
const NOBODY_REPEAT_MS = 60 * 60_000;

export interface DeliveryOptions {
  readonly driver: Driver;
  readonly database?: string | undefined;
  readonly clock: Clock;
  readonly channels: readonly Channel[];
  /** Persons of the configured last resort, in their order; asked once per pass. */
  readonly lastResort: () => Promise<readonly string[]>;
  readonly log: Log;
  /** Ends the pass after what is being sent; what is left waits for the next one. */
  readonly signal?: AbortSignal | undefined;
}

export interface Delivery {
  /** Digests taken by a channel; one digest on two channels counts twice. */
  readonly delivered: number;
  /** Digests made in this pass. */
  readonly digests: number;
  /** Alerts that nobody who works here could be found for; they stay pending. */
  readonly nobody: number;
  /** Sends that were not taken; they are due again later or dead. */
  readonly failed: number;
}

/**
 * One delivery pass: tells whoever answers for it now of every pending alert, one digest per person.
 *
 *   pending alerts → batch (one transaction: resolve, group, write digests) → send → record per channel
 *
 * Safe to run at any time, by several processes at once and after a crash anywhere: what is not known
 * to be sent is sent again under the same id, and nothing else is (I9). Attempts and due times live
 * in the graph, so a lost Redis forgets none (F22). A failing channel is not an error of the pass.
 *
 * @throws Neo4jError when the graph cannot be reached; the pass may simply be run again.
 */
export async function deliverAlerts(options: DeliveryOptions): Promise<Delivery> {
  const outbox = openOutbox(options);
  const channels = options.channels.length > 0 ? options.channels : [logChannel(options.log)];
  const total = { delivered: 0, digests: 0, failed: 0 };
  let nobody = 0;
  for (let round = 0; round < MOST_ROUNDS && !outbox.signal.aborted; round += 1) {
    const lastResort = await options.lastResort();
    const now = outbox.clock.now();
    const batch = await outbox.write((tx) => batchAlerts(tx, { now, channels, lastResort }));
    logBatch(outbox, batch);
    nobody = batch.nobody.length;
    await sayNobody(outbox, batch);
    const sent = await sendDue(outbox, channels);
    total.digests += batch.digests;
    total.delivered += sent.delivered;
    total.failed += sent.failed;
    if (sent.released === 0) break;
  }
  return { ...total, nobody };
}

function logBatch(outbox: Outbox, batch: Batch): void {
  if (batch.digests === 0 && batch.moot === 0) return;
  outbox.log.info(
    { event: "alert.batched", digests: batch.digests, moot: batch.moot },
    "alerts put into digests",
  );
}

/** An alert without a reader is the one thing that must not be quiet. */
async function sayNobody(outbox: Outbox, batch: Batch): Promise<void> {
  const now = outbox.clock.now();
  const alertIds = batch.nobody
    .filter((one) => one.nobodyAt === null || one.nobodyAt + NOBODY_REPEAT_MS <= now)
    .map((one) => one.alertId);
  if (alertIds.length === 0) return;
  outbox.log.error(
    { event: "alert.nobody-to-tell", alerts: batch.nobody.length },
    "no governance lead and no last resort works here: set governance.lastResort in the configuration",
  );
  const alerts = await outbox.read((tx) => describeAlerts(tx, alertIds, now));
  const message = digestMessage(alerts, { now, zone: null });
  await logChannel(outbox.log).send(
    { digestId: mintId(), recipient: null, message, alerts },
    outbox.signal,
  );
  await outbox.write((tx) => markNobodyTold.run(tx, { alertIds, now }));
}
