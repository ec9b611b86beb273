import type { RemoteFailure } from "./failure.js";
import { toldWaitMs } from "./told-wait.js";

/** What follows from a failed attempt. */
export type Verdict =
  /** Busy: wait this long, or back off when it did not say how long. */
  | { readonly kind: "wait"; readonly toldMs: number | null }
  | { readonly kind: "retry" }
  /** Asking again changes nothing. */
  | { readonly kind: "refused"; readonly status: number };

/** Of the 4xx, those that say that the time was wrong and not the call: 408 and 425. */
const UNTIMELY: ReadonlySet<number> = new Set([408, 425]);

/** Pure (F1, F2). `now` counts only where the service does not tell its own time. */
export function verdictOn(failure: RemoteFailure, now: number): Verdict {
  switch (failure.kind) {
    case "network":
    case "deadline":
    case "garbled":
      return { kind: "retry" };
    case "status":
      return verdictOnStatus(failure, now);
  }
}

function verdictOnStatus(failure: RemoteFailure, now: number): Verdict {
  const { status } = failure;
  if (status === null) return { kind: "retry" };
  if (status === 429) return { kind: "wait", toldMs: toldWaitMs(failure, now) };
  if (status === 503) {
    // A 503 that names no usable time is an outage like any other, and the circuit counts it.
    const toldMs = toldWaitMs(failure, now);
    return toldMs === null ? { kind: "retry" } : { kind: "wait", toldMs };
  }
  if (status >= 500 || UNTIMELY.has(status)) return { kind: "retry" };
  return { kind: "refused", status };
}
