/** What went wrong with one attempt, as far as it decides what happens next. */
type FailureKind = "status" | "network" | "deadline" | "garbled";

export interface FailureFacts {
  readonly kind: FailureKind;
  /** Method and path as the adapter calls it (`GET /api/v1/users`): no host, no query, no id of a person. */
  readonly endpoint: string;
  readonly status?: number | null | undefined;
  /** The raw `Retry-After` header. */
  readonly retryAfter?: string | null | undefined;
  /** The raw `X-Rate-Limit-Reset` header of Okta: epoch seconds. */
  readonly resetAt?: string | null | undefined;
  /** The raw `Date` header: instants of the service are compared with its own clock (F31). */
  readonly serverDate?: string | null | undefined;
  /** `errorCode` of Okta, `error.code` of Graph. */
  readonly vendorCode?: string | null | undefined;
  /** Of a garbled answer: what is wrong with it, in our own words. Nothing is quoted from it (F44). */
  readonly why?: string | undefined;
  readonly cause?: unknown;
}

/**
 * What one attempt of a call failed with. Adapters throw it from inside `Tenant.call` after
 * translating their SDK's error; it never leaves the tenant.
 *
 * The cause itself is not kept, only its code: SDKs hang the request, and with it the
 * Authorization header, on their errors (F44).
 */
export class RemoteFailure extends Error {
  readonly kind: FailureKind;
  readonly endpoint: string;
  readonly status: number | null;
  readonly retryAfter: string | null;
  readonly resetAt: string | null;
  readonly serverDate: string | null;
  readonly vendorCode: string | null;
  readonly why: string | null;
  /** Code of the cause, such as `ECONNRESET`; null when it has none. */
  readonly causeCode: string | null;

  constructor(facts: FailureFacts) {
    const endpoint = withoutQuery(facts.endpoint);
    super(`${endpoint}: ${facts.kind === "status" ? `status ${facts.status ?? "?"}` : facts.kind}`);
    this.name = "RemoteFailure";
    this.kind = facts.kind;
    this.endpoint = endpoint;
    this.status = facts.status ?? null;
    this.retryAfter = facts.retryAfter ?? null;
    this.resetAt = facts.resetAt ?? null;
    this.serverDate = facts.serverDate ?? null;
    this.vendorCode = asCode(facts.vendorCode);
    this.why = facts.why ?? null;
    this.causeCode = codeOf(facts.cause);
  }
}

/** An endpoint as it may be shown: whatever an adapter left behind a `?` may be a token (F44). */
export function withoutQuery(endpoint: string): string {
  return endpoint.replace(/\?.*$/s, "");
}

/** Causes within causes that are looked at for a code. */
const CAUSE_DEPTH = 4;

function codeOf(cause: unknown): string | null {
  let error = cause;
  for (let depth = 0; depth < CAUSE_DEPTH && error instanceof Error; depth += 1) {
    if ("code" in error && typeof error.code === "string") return asCode(error.code);
    error = error.cause;
  }
  return null;
}

/** Codes are short words; anything else could be text that somebody else wrote. */
function asCode(text: string | null | undefined): string | null {
  return typeof text === "string" && /^[\w.-]{1,80}$/.test(text) ? text : null;
}
