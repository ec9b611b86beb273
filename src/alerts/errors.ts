import { CountersignError } from "../platform/errors.js";

/**
 * A channel did not take a digest. Causes: it is down or slow, it refuses the message (`detail` says
 * how), or it asks to be left alone for a while. The digest is tried again; operators find it in the
 * log, and after the last attempt as a dead letter.
 *
 * Built without the original error on purpose: what HTTP and SMTP clients throw quotes addresses, and
 * the address of a webhook is its password (F44).
 */
export class AlertChannelError extends CountersignError {
  readonly channel: string;
  /** A status or an errno: `http-503`, `smtp-550`, `ECONNREFUSED`, `timeout`. */
  readonly detail: string;
  /** How long the channel asked to be left alone; null when it said nothing. */
  readonly retryAfterMs: number | null;
  /** It is not failing, it asks for patience (429): does not count as an attempt. */
  readonly isThrottled: boolean;

  constructor(facts: {
    readonly channel: string;
    readonly detail: string;
    readonly retryAfterMs?: number | null;
    readonly isThrottled?: boolean;
  }) {
    super({
      code: "ALERT_CHANNEL_FAILED",
      message: `The alert channel "${facts.channel}" did not take a digest (${facts.detail}).`,
      next: "It is tried again by itself; see docs/errors.md for what the detail means.",
      disposition: facts.isThrottled === true ? "wait" : "retry",
      data: { channel: facts.channel, detail: facts.detail },
    });
    this.name = "AlertChannelError";
    this.channel = facts.channel;
    this.detail = facts.detail;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.isThrottled = facts.isThrottled ?? false;
  }
}

/**
 * A channel is configured and its secret is not in the environment. Cause: the variable that
 * `webhookUrlEnv` or `smtpUrlEnv` names is not set, or is no address. Nobody is alerted; the command
 * stops before it starts.
 */
export class AlertChannelNotConfiguredError extends CountersignError {
  constructor(channel: string, variable: string, expected: string) {
    super({
      code: "ALERT_CHANNEL_NOT_CONFIGURED",
      message: `The alert channel "${channel}" needs ${expected} in the environment variable ${variable}.`,
      next: `Set ${variable}, or take alerts.${channel} out of the configuration.`,
      data: { channel, variable },
    });
    this.name = "AlertChannelNotConfiguredError";
  }
}
