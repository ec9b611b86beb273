/**
 * The queues. Every source has one of its own: then one source that waits, fails or hangs holds up
 * no other, and "one run per source" is a limit of one queue. Names carry no `:`, BullMQ's separator.
 *
 *   ticks ──(schedulers fire)──> sync-<source> | due-work | alerts
 *
 * Schedulers cannot deduplicate what they make, so what they make is a tick, and the tick adds the
 * job with its deduplication id. A tick takes a millisecond; the chain of a scheduler never waits for
 * a run that is still going.
 */
export const TICKS = "ticks";
export const DUE_WORK = "due-work";
export const ALERTS = "alerts";

/** Queue, scheduler and deduplication id of one source (source ids are lower-case, digits, dashes). */
export function syncName(sourceId: string): string {
  return `sync-${sourceId}`;
}

/** Braces put all keys of all queues into one slot, which Redis Cluster asks for. */
export function keyPrefix(prefix: string): string {
  return prefix.includes("{") ? prefix : `{${prefix}}`;
}
