import { CountersignError } from "../../platform/errors.js";
import { withoutQuery, type RemoteFailure } from "./failure.js";

/** Which call of which service: enough to look it up, nothing that a log must not hold. */
interface CallFacts {
  /** `Tenant.id`, such as `okta https://example.okta.com`. */
  readonly tenant: string;
  readonly endpoint: string;
}

/**
 * The service told us to wait longer than `remote.patienceMs` (429, or 503 with Retry-After), or again
 * and again (F1). The job is delayed by `data.retryAfterMs` and no worker is held. Nobody is alerted.
 */
export class SourceBusy extends CountersignError {
  constructor(facts: CallFacts & { readonly retryAfterMs: number }) {
    const endpoint = withoutQuery(facts.endpoint);
    const seconds = Math.ceil(facts.retryAfterMs / 1_000);
    super({
      code: "SOURCE_BUSY",
      message: `${facts.tenant} asks to be left alone for ${seconds} s (${endpoint}).`,
      next: "A worker goes on by itself after that; by hand, sync again then.",
      disposition: "wait",
      data: { tenant: facts.tenant, endpoint, retryAfterMs: facts.retryAfterMs },
    });
    this.name = "SourceBusy";
  }
}

/**
 * The service did not answer: network, 5xx or the deadline, after all attempts; or its circuit is
 * open; or the read has used up its retries (F2). Tried again later. Nobody is alerted.
 */
export class SourceAway extends CountersignError {
  constructor(
    facts: CallFacts & {
      /** Goes on after "the service did not answer": what was seen, and how often. */
      readonly why: string;
      readonly failure?: RemoteFailure;
      readonly attempts?: number;
    },
  ) {
    const endpoint = withoutQuery(facts.endpoint);
    super({
      code: "SOURCE_AWAY",
      message: `${facts.tenant} does not answer ${endpoint}: ${facts.why}.`,
      next: "It is tried again. If it stays so, look at the service's status page and at the network.",
      disposition: "retry",
      data: {
        tenant: facts.tenant,
        endpoint,
        status: facts.failure?.status ?? null,
        cause: facts.failure?.causeCode ?? null,
        attempts: facts.attempts ?? 0,
      },
    });
    this.name = "SourceAway";
  }
}

/**
 * The service understood the call and refused it: 400, 401, 403, 404 and the like, or a redirect to
 * another origin. Trying again changes nothing. The scope that needed it is uncertified and the
 * others go on (F10); governance is told once.
 */
export class SourceRefused extends CountersignError {
  readonly status: number;
  readonly endpoint: string;
  readonly vendorCode: string | null;

  constructor(
    facts: CallFacts & { readonly status: number; readonly vendorCode?: string | null | undefined },
  ) {
    const endpoint = withoutQuery(facts.endpoint);
    const vendorCode = facts.vendorCode ?? null;
    super({
      code: "SOURCE_REFUSED",
      message:
        `${facts.tenant} refused ${endpoint} with status ${facts.status}` +
        (vendorCode === null ? "." : ` (${vendorCode}).`),
      next: adviceOn(facts.status, endpoint),
      disposition: "halt",
      data: { tenant: facts.tenant, endpoint, status: facts.status, vendorCode },
    });
    this.name = "SourceRefused";
    this.status = facts.status;
    this.endpoint = endpoint;
    this.vendorCode = vendorCode;
  }
}

function adviceOn(status: number, endpoint: string): string {
  // Nothing but a token is ever asked for with a POST; wrong ids and apps are refused there with a 400.
  if (endpoint.startsWith("POST ") && status === 400) {
    return "Signing in was refused: `countersign doctor` says what to compare in the config with the app's registration.";
  }
  if (status === 401) {
    return "The credentials are wrong, expired or of another tenant: renew them in the variable that the config names.";
  }
  if (status === 403) {
    return "The credentials are known and may not read this: grant the permission it needs.";
  }
  if (status === 404 || status === 410) {
    return "Nothing is at this address: check the address in the config, and whether the service has this feature.";
  }
  if (status >= 300 && status < 400) {
    return "The address redirects to another one, which is not followed: put the final address in the config.";
  }
  return "Check the address and the filters in the config; what the service answers in its own logs says more.";
}

/**
 * The answer is not JSON, was cut off, is larger than allowed or not shaped as the service documents
 * it (F6, F43). Nothing of it is believed. Tried again later. Nobody is alerted.
 */
export class AnswerGarbled extends CountersignError {
  constructor(facts: CallFacts & { /** Goes on after "the answer". */ readonly why: string }) {
    const endpoint = withoutQuery(facts.endpoint);
    super({
      code: "SOURCE_GARBLED",
      message: `The answer of ${facts.tenant} to ${endpoint} ${facts.why}.`,
      next: "It is tried again. If it stays so, see whether a proxy or a login page answers in its place.",
      disposition: "retry",
      data: { tenant: facts.tenant, endpoint },
    });
    this.name = "AnswerGarbled";
  }
}
