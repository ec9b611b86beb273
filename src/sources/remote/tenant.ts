import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
} from "cockatiel";
import { setMaxListeners } from "node:events";
import { setTimeout as sleepFor } from "node:timers/promises";
import type { RemoteConfig } from "../../platform/config-sources.js";
import { raced, withDeadline, type Attempt } from "./deadline.js";
import { AnswerGarbled, SourceAway, SourceBusy, SourceRefused } from "./errors.js";
import { RemoteFailure } from "./failure.js";
import { verdictOn } from "./verdict.js";

/** Milliseconds since the epoch, and a sleep that an aborted signal ends by rejecting. */
export interface TenantClock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const systemClock: TenantClock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleepFor(ms, undefined, { signal }),
};

/** Failed calls in a row that open the circuit, and for how long it then stays open (F2). */
const CIRCUIT_FAILURES = 5;
const CIRCUIT_OPEN_MS = 30_000;

/** Upper bounds of the jitter: of the first retry, doubled for each further one, and at most. */
const RETRY_BASE_MS = 500;
const RETRY_CAP_MS = 30_000;

/** The same for a service that is busy and does not say for how long, or says nonsense. */
const BUSY_BASE_MS = 1_000;
const BUSY_CAP_MS = 60_000;

/** Waits one call sits out before it gives its worker back: no service holds one for ever (F1). */
const WAITS = 10;

/** Deadlines that one answer may take in all while it keeps arriving. */
const LONGEST_ANSWER = 60;

interface Call<T> {
  readonly endpoint: string;
  readonly signal: AbortSignal;
  readonly attempt: Attempt<T>;
  failures: number;
  waits: number;
}

/**
 * One organisation at one service, as all runs and jobs of this process share it: what it asked us to
 * wait holds for all of them, and so do the retry budget and the circuit. Otherwise ten readers that
 * each behave well would together hammer a service that is down.
 */
export class Tenant {
  readonly id: string;
  readonly #remote: RemoteConfig;
  readonly #clock: TenantClock;
  readonly #random: () => number;
  readonly #circuit: CircuitBreakerPolicy;
  #openUntil = 0;
  /** Nothing is asked of the service before this instant. */
  #notBefore = 0;
  #retries = 0;

  constructor(options: {
    readonly id: string;
    readonly remote: RemoteConfig;
    readonly clock?: TenantClock;
    readonly random?: () => number;
  }) {
    this.id = options.id;
    this.#remote = options.remote;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#circuit = circuitBreaker(handleWhen(isOutage), {
      halfOpenAfter: CIRCUIT_OPEN_MS,
      breaker: new ConsecutiveBreaker(CIRCUIT_FAILURES),
    });
    this.#circuit.onBreak(() => (this.#openUntil = this.#clock.now() + CIRCUIT_OPEN_MS));
  }

  /** Retries since the last `beginRead`, for remarks. */
  get retries(): number {
    return this.#retries;
  }

  /** A new read has its whole retry budget again. */
  beginRead(): void {
    this.#retries = 0;
  }

  /**
   * Runs attempts until one succeeds. Each has its deadline, also one that ignores its signal.
   *
   * 429, and 503 with Retry-After, wait as told for all calls of the tenant (F1). 5xx, network errors
   * and deadlines are tried again with full jitter, each retry taken from the read's budget (F2).
   * Anything that is no `RemoteFailure` is passed on as it is. An attempt must not call its own tenant:
   * while the circuit is tried again, that call would wait for itself.
   *
   * @throws SourceBusy SourceAway SourceRefused AnswerGarbled; the signal's reason when it is aborted
   */
  async call<T>(endpoint: string, signal: AbortSignal, attempt: Attempt<T>): Promise<T> {
    signal.throwIfAborted();
    // All calls of a read share its signal; each takes its listeners away again.
    setMaxListeners(0, signal);
    const call: Call<T> = { endpoint, signal, attempt, failures: 0, waits: 0 };
    const outcome = await raced(this.#throughCircuit(call), signal);
    if (outcome.kind === "answered") return outcome.answer;
    throw outcome.error;
  }

  async #throughCircuit<T>(call: Call<T>): Promise<Outcome<T>> {
    try {
      return await this.#circuit.execute(() => this.#outcome(call));
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      const seconds = Math.max(1, Math.ceil((this.#openUntil - this.#clock.now()) / 1_000));
      const why = `it failed ${CIRCUIT_FAILURES} calls in a row and is not asked again for ${seconds} s`;
      throw new SourceAway({ tenant: this.id, endpoint: call.endpoint, why });
    }
  }

  /** A service that refuses or asks us to wait is alive: for the circuit that is no failed call. */
  async #outcome<T>(call: Call<T>): Promise<Outcome<T>> {
    try {
      return { kind: "answered", answer: await this.#untilAnswered(call) };
    } catch (error) {
      if (!(error instanceof SourceRefused || error instanceof SourceBusy)) throw error;
      return { kind: "declined", error };
    }
  }

  // cockatiel's own retry waits on a timer that no signal ends and no test can move, and it counts a
  // wait that we were told like a failure; so the loop is ours.
  async #untilAnswered<T>(call: Call<T>): Promise<T> {
    const { endpoint, signal } = call;
    const onDeadline = (): Error => new RemoteFailure({ kind: "deadline", endpoint });
    for (;;) {
      await this.#waitForTurn(call);
      try {
        const { deadlineMs } = this.#remote;
        const longestMs = LONGEST_ANSWER * deadlineMs;
        return await withDeadline({ deadlineMs, longestMs, signal, onDeadline }, call.attempt);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof RemoteFailure)) throw error;
        await this.#recover(call, error);
      }
    }
  }

  /** Sits out what the tenant was told, or throws SourceBusy when that is too long. */
  async #waitForTurn({ endpoint, signal }: Call<unknown>): Promise<void> {
    for (;;) {
      const retryAfterMs = this.#notBefore - this.#clock.now();
      if (retryAfterMs <= 0) return;
      if (retryAfterMs > this.#remote.patienceMs) {
        throw new SourceBusy({ tenant: this.id, endpoint, retryAfterMs });
      }
      await this.#clock.sleep(retryAfterMs, signal);
    }
  }

  /** Returns when the call may be tried again, and throws when it may not. */
  async #recover(call: Call<unknown>, failure: RemoteFailure): Promise<void> {
    const verdict = verdictOn(failure, this.#clock.now());
    switch (verdict.kind) {
      case "refused": {
        const { status } = verdict;
        const { endpoint } = call;
        const { vendorCode } = failure;
        throw new SourceRefused({ tenant: this.id, endpoint, status, vendorCode });
      }
      case "wait":
        return this.#noteWait(call, verdict.toldMs);
      case "retry":
        return this.#backOff(call, failure);
    }
  }

  /** Nothing is sat out here: the next turn does, for this call and for all others. */
  #noteWait(call: Call<unknown>, toldMs: number | null): void {
    call.waits += 1;
    const waitMs = toldMs ?? this.#untoldWait(call.waits);
    this.#notBefore = Math.max(this.#notBefore, this.#clock.now() + waitMs);
    if (call.waits < WAITS) return;
    const retryAfterMs = this.#notBefore - this.#clock.now();
    throw new SourceBusy({ tenant: this.id, endpoint: call.endpoint, retryAfterMs });
  }

  #untoldWait(waits: number): number {
    const bound = Math.min(BUSY_CAP_MS, BUSY_BASE_MS * 2 ** waits);
    return BUSY_BASE_MS + this.#random() * (bound - BUSY_BASE_MS);
  }

  async #backOff(call: Call<unknown>, failure: RemoteFailure): Promise<void> {
    call.failures += 1;
    const { attempts, retryBudget } = this.#remote;
    const spent = this.#retries >= retryBudget;
    if (call.failures >= attempts || spent) throw this.#outage(call, failure, spent);
    this.#retries += 1;
    const bound = Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** (call.failures - 1));
    await this.#clock.sleep(this.#random() * bound, call.signal);
  }

  #outage(call: Call<unknown>, failure: RemoteFailure, spent: boolean): SourceAway | AnswerGarbled {
    const { endpoint, failures } = call;
    const times = failures === 1 ? "one attempt" : `${failures} attempts`;
    const budget = spent
      ? `; the ${this.#remote.retryBudget} retries of this read are used up`
      : "";
    if (failure.kind === "garbled") {
      const because = failure.why === null ? "" : `: ${failure.why}`;
      const why = `could not be read in ${times}${budget}${because}`;
      return new AnswerGarbled({ tenant: this.id, endpoint, why });
    }
    const why = `${times} failed, the last with ${seen(failure)}${budget}`;
    return new SourceAway({ tenant: this.id, endpoint, why, failure, attempts: failures });
  }
}

type Outcome<T> =
  | { readonly kind: "answered"; readonly answer: T }
  | { readonly kind: "declined"; readonly error: SourceRefused | SourceBusy };

function isOutage(error: Error): boolean {
  return error instanceof SourceAway || error instanceof AnswerGarbled;
}

function seen(failure: RemoteFailure): string {
  if (failure.kind === "status") return `status ${failure.status ?? "unknown"}`;
  if (failure.kind === "deadline") return "no answer in time";
  return failure.causeCode === null ? "a broken connection" : failure.causeCode;
}

const tenants = new Map<string, Tenant>();

/**
 * The tenant of this process for an address (`okta https://example.okta.com`): several sources, runs
 * and jobs share its budget, wait and circuit. The limits of the first who asks hold.
 */
export function tenantFor(key: string, remote: RemoteConfig): Tenant {
  const known = tenants.get(key);
  if (known !== undefined) return known;
  const tenant = new Tenant({ id: key, remote });
  tenants.set(key, tenant);
  return tenant;
}
