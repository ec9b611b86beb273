/**
 * What the caller of a failed step should do: `retry` soon, `wait` as told, `resync` from scratch,
 * `quarantine` the input and go on, or `halt` until a person acts.
 */
export type Disposition = "retry" | "wait" | "resync" | "quarantine" | "halt";

/** Who has to know: the operator of the service, governance leads, or only whoever called. */
export type Audience = "operator" | "governance" | "caller";

export interface ErrorFacts {
  /** Stable, `UPPER_SNAKE`; documented one to one in docs/errors.md. */
  readonly code: string;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** One sentence or command: what to do next. */
  readonly next?: string;
  readonly disposition?: Disposition;
  readonly audience?: Audience;
  readonly cause?: unknown;
  /** Ids and numbers only; never a secret, never a name. */
  readonly data?: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * Base of everything this service throws on purpose. Anything else that surfaces is a bug and is
 * shown as one. Conditions of the world are not errors: they are values (`Finding`, `Problem`).
 */
export class CountersignError extends Error {
  readonly code: string;
  readonly next: string | null;
  readonly disposition: Disposition;
  readonly audience: Audience;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;

  constructor(facts: ErrorFacts) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = "CountersignError";
    this.code = facts.code;
    this.next = facts.next ?? null;
    this.disposition = facts.disposition ?? "halt";
    this.audience = facts.audience ?? "operator";
    this.data = facts.data ?? {};
  }
}
