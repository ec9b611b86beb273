import { inspect } from "node:util";
import { pino, type DestinationStream, type Logger } from "pino";

/** Where everything is logged: JSON lines, the object first, a stable `event`, ids and not names. */
export type Log = Logger;

const MASK = "[secret]";

/**
 * A value that must not appear anywhere: webhook addresses, SMTP addresses, passwords. Printing,
 * logging and serialising give `[secret]`; whoever needs the value says so with `reveal()` (F44).
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}

/**
 * Takes out of a text what other libraries put into their messages: logins inside addresses and the
 * path of a webhook, which is its password. A net under `Secret`, not a replacement.
 */
export function withoutSecrets(text: string): string {
  return text
    .replace(/\/\/[^/\s@]*@/g, `//${MASK}@`)
    .replace(/(https?:\/\/[^/\s]+\/(?:services|webhooks?|hooks)\/)[^\s"']+/gi, `$1${MASK}`);
}

interface LoggedError {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

/** What a log line keeps of an error: never its own properties, which may hold anything. */
export function loggedError(error: unknown): LoggedError {
  return errorAt(error, 0);
}

function errorAt(error: unknown, depth: number): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: "not an Error" };
  return {
    type: error.name,
    ...("code" in error && typeof error.code === "string" ? { code: error.code } : {}),
    message: withoutSecrets(error.message),
    ...(error.stack === undefined ? {} : { stack: withoutSecrets(error.stack) }),
    // Causes can form a ring; three levels explain every failure seen so far.
    ...(error.cause instanceof Error && depth < 3
      ? { cause: errorAt(error.cause, depth + 1) }
      : {}),
  };
}

/**
 * The log of a process. Lines go to stderr, so that stdout carries answers only, and are written
 * synchronously: the line that explains a crash must not be lost with it.
 */
export function createLog(
  options: { readonly level?: string; readonly destination?: DestinationStream } = {},
): Log {
  return pino(
    {
      level: options.level ?? "info",
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: loggedError, error: loggedError },
    },
    options.destination ?? pino.destination({ fd: 2, sync: true }),
  );
}
