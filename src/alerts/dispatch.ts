import type { Instant } from "../domain/time.js";
import {
  claimDispatch,
  closeDigest,
  markDispatch,
  readPendingDispatches,
  readRecipients,
  releaseDigest,
} from "../graph/queries/alerts.js";
import { describeAlerts } from "./describe.js";
import { AlertChannelError } from "./errors.js";
import type { Outbox } from "./outbox.js";
import { activeRecipient, candidatesOf } from "./recipients.js";
import { nextTry } from "./retry.js";
import { digestMessage } from "./text.js";
import type { Channel, OutgoingDigest } from "./view.js";

/** Longer than the longest send and its bookkeeping: a claim that lapses belongs to a dead process. */
const CLAIM_MS = 60_000;

export interface Sent {
  delivered: number;
  failed: number;
  /** Digests whose recipient has left; their alerts are pending again. */
  released: number;
}

interface Pending {
  readonly digestId: string;
  readonly channel: string;
  readonly attempts: number;
  readonly dueAt: Instant;
  readonly waitUntil: Instant | null;
}

/** One channel in one pass. */
interface Lane {
  readonly outbox: Outbox;
  readonly channel: Channel;
  readonly sent: Sent;
}

/** What came of one attempt, as it is recorded and logged. */
interface Result {
  readonly state: "pending" | "sent" | "dead";
  readonly attempts: number;
  readonly dueAt: Instant;
  readonly waitUntil: Instant | null;
  readonly failure: AlertChannelError | null;
}

/** Sends what is due, every channel on its own, so that one that hangs does not hold up another. */
export async function sendDue(outbox: Outbox, channels: readonly Channel[]): Promise<Sent> {
  const pending = await outbox.read((tx) => readPendingDispatches.run(tx, {}));
  const sent: Sent = { delivered: 0, failed: 0, released: 0 };
  const lanes = channels.map((channel) =>
    sendLane(
      { outbox, channel, sent },
      pending.filter((one) => one.channel === channel.name),
    ),
  );
  const known = new Set(channels.map((channel) => channel.name));
  const orphans = pending.filter((one) => !known.has(one.channel));
  // All lanes end before an error surfaces: nothing goes on sending behind the back of the caller.
  const outcomes = await Promise.allSettled([...lanes, buryUnknown(outbox, orphans, sent)]);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  return sent;
}

async function sendLane(lane: Lane, pending: readonly Pending[]): Promise<void> {
  const { clock, signal } = lane.outbox;
  // What one digest was told by the channel holds for all of them, also for digests made since.
  const waitUntil = Math.max(0, ...pending.map((one) => one.waitUntil ?? 0));
  for (const one of pending) {
    const now = clock.now();
    if (signal.aborted || waitUntil > now) return;
    if (one.dueAt > now) continue;
    const failure = await sendOne(lane, one);
    // A channel that is down is asked once per pass; a refused digest says nothing about the next.
    if (failure !== null && !isRefusal(failure)) return;
  }
}

function isRefusal(error: AlertChannelError): boolean {
  return !error.isThrottled && /^(http-4|smtp-5|no-address)/.test(error.detail);
}

/** One digest on one channel: claim it, say it, record the answer. Null: sent, or not ours to send. */
async function sendOne(lane: Lane, dispatch: Pending): Promise<AlertChannelError | null> {
  const { outbox, channel, sent } = lane;
  const claimed = await claim(lane, dispatch);
  if (claimed === null) return null;
  const failure = await attempt(channel, claimed.digest, outbox.signal);
  // Whether an interrupted one arrived is not known: it is repeated under the same id.
  if (failure !== null && outbox.signal.aborted) return failure;
  const now = outbox.clock.now();
  const next =
    failure === null
      ? { state: "sent" as const, attempts: claimed.attempts, dueAt: now, waitUntil: null }
      : nextTry(claimed.attempts, failure, now);
  await record(outbox, dispatch, { ...next, failure });
  if (failure === null) sent.delivered += 1;
  else sent.failed += 1;
  return failure;
}

async function attempt(
  channel: Channel,
  digest: OutgoingDigest,
  signal: AbortSignal,
): Promise<AlertChannelError | null> {
  try {
    await channel.send(digest, signal);
    return null;
  } catch (error) {
    if (error instanceof AlertChannelError) return error;
    // A defect of a channel must not end the pass for the others, nor bring a secret into the log.
    return new AlertChannelError({ channel: channel.name, detail: "defect" });
  }
}

/**
 * Takes the dispatch and reads, in the same transaction, what is to be said and whether its
 * recipient still works here. Null: somebody else has it, or the recipient has left and the digest
 * was released.
 */
async function claim(
  lane: Lane,
  dispatch: Pending,
): Promise<{ readonly attempts: number; readonly digest: OutgoingDigest } | null> {
  const { outbox, sent } = lane;
  const now = outbox.clock.now();
  const { digestId, channel } = dispatch;
  const claimed = await outbox.write(async (tx) => {
    const claimedUntil = now + CLAIM_MS;
    const [row] = await claimDispatch.run(tx, { digestId, channel, now, claimedUntil });
    if (row === undefined) return null;
    const rows = await readRecipients.run(tx, { personIds: [row.recipientId], now });
    const recipient = activeRecipient(candidatesOf(rows).get(row.recipientId));
    if (recipient === null) {
      await releaseDigest.run(tx, { digestId, now });
      return { recipientId: row.recipientId };
    }
    const alerts = await describeAlerts(tx, row.alertIds, now);
    const message = digestMessage(alerts, { now, zone: recipient.zone });
    return { attempts: row.attempts, digest: { digestId, recipient, message, alerts } };
  });
  if (claimed === null || claimed.digest !== undefined) return claimed;
  sent.released += 1;
  outbox.log.warn(
    { event: "alert.recipient-left", digestId, recipientId: claimed.recipientId },
    "the recipient of a digest left before it was sent; somebody else is told",
  );
  return null;
}

/** Writes the result and, when no channel has anything left to do, the end of the digest. */
async function record(outbox: Outbox, dispatch: Pending, result: Result): Promise<void> {
  const { digestId, channel } = dispatch;
  const { failure, ...next } = result;
  const now = outbox.clock.now();
  const code = failure?.detail ?? null;
  await outbox.write(async (tx) => {
    await markDispatch.run(tx, { ...next, digestId, channel, code, now });
    await closeDigest.run(tx, { digestId, now });
  });
  report(outbox, dispatch, result);
}

/** A channel that is no longer configured: nothing will ever send on it. */
async function buryUnknown(outbox: Outbox, orphans: readonly Pending[], sent: Sent): Promise<void> {
  for (const one of orphans) {
    const failure = new AlertChannelError({ channel: one.channel, detail: "not-configured" });
    const { attempts, dueAt } = one;
    await record(outbox, one, { state: "dead", attempts, dueAt, waitUntil: null, failure });
    sent.failed += 1;
  }
}

function report(outbox: Outbox, dispatch: Pending, result: Result): void {
  const { digestId, channel } = dispatch;
  const { failure } = result;
  if (failure === null) {
    outbox.log.info({ event: "alert.sent", digestId, channel }, "digest sent");
    return;
  }
  const facts = { digestId, channel, detail: failure.detail, attempts: result.attempts };
  if (result.state === "dead") {
    outbox.log.error(
      { event: "alert.dead-letter", ...facts },
      "a digest was given up on this channel; check the channel, other channels are not affected",
    );
    return;
  }
  const dueAt = new Date(result.dueAt).toISOString();
  outbox.log.warn(
    { event: "alert.channel-failed", ...facts, dueAt },
    "digest not taken, tried again",
  );
}
