/** What happens to a request instead of, or on the way back from, its answer. */
export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** Never answered. */
  | { readonly kind: "hang" }
  /** The socket is reset before a byte of the answer. */
  | { readonly kind: "reset" }
  /** Headers and half of the body, then the socket is closed. */
  | { readonly kind: "cut" }
  /** Answered when the promise settles. */
  | { readonly kind: "delay"; readonly untilReleased: Promise<void> }
  /** The answer's JSON is changed: a poisoned record, an emptied page. A string is sent as it is. */
  | { readonly kind: "rewrite"; readonly change: (body: unknown) => unknown };

interface Rule {
  readonly match: string | RegExp;
  readonly fault: Fault;
  /** Matching requests that get the fault, counted from 1: from `first` up to, and without, `end`. */
  readonly first: number;
  readonly end: number;
  matched: number;
}

/** Which requests go wrong, and how; written before or while the server runs. */
export class FaultScript {
  #rules: Rule[] = [];
  readonly #seen: { readonly method: string; readonly url: string }[] = [];

  /**
   * A string matches `METHOD /path` without query exactly, a pattern is tried on `METHOD /path?query`.
   * The fault strikes from the `nth` matching request (default 1) for `times` of them (default 1;
   * Infinity: all). Where several rules strike one request, the first one written does.
   */
  on(
    match: string | RegExp,
    fault: Fault,
    options: { readonly nth?: number; readonly times?: number } = {},
  ): this {
    const first = options.nth ?? 1;
    this.#rules.push({ match, fault, first, end: first + (options.times ?? 1), matched: 0 });
    return this;
  }

  /** Forgets all rules; what was seen stays. */
  clear(): void {
    this.#rules = [];
  }

  /** Every request so far, those that a fault struck included. `url` is path and query. */
  get seen(): readonly { readonly method: string; readonly url: string }[] {
    return this.#seen;
  }

  /** Notes a request and says what strikes it. */
  strike(method: string, url: string): Fault | null {
    this.#seen.push({ method, url });
    const whole = `${method} ${url}`;
    const plain = whole.replace(/\?.*$/s, "");
    let struck: Fault | null = null;
    for (const rule of this.#rules) {
      const { match } = rule;
      // `search` minds no lastIndex, which a global pattern would carry from request to request.
      if (typeof match === "string" ? match !== plain : whole.search(match) === -1) continue;
      rule.matched += 1;
      if (rule.matched >= rule.first && rule.matched < rule.end) struck ??= rule.fault;
    }
    return struck;
  }
}
