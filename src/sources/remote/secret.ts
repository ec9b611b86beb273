import { CountersignError } from "../../platform/errors.js";

export interface SecretAsk {
  readonly env: NodeJS.ProcessEnv;
  /** Name of the variable, as the config gives it. */
  readonly name: string;
  /** Id of the source. */
  readonly source: string;
  /** What it should hold: `the API token`. */
  readonly holds: string;
}

/**
 * A secret that the config names is not in the environment, or no header can carry it. Cause: the
 * service was started without it, or a file was pasted into it. Nobody is alerted.
 */
class SourceSecretMissing extends CountersignError {
  constructor(ask: Omit<SecretAsk, "env">, wrong: string) {
    super({
      code: "SOURCE_SECRET_MISSING",
      message: `Source "${ask.source}" needs ${ask.holds} in ${ask.name}, which ${wrong}.`,
      next: `Set ${ask.name} where Countersign is started, or name another variable in the config.`,
      data: { source: ask.source, variable: ask.name },
    });
    this.name = "SourceSecretMissing";
  }
}

/**
 * A secret by the name of its variable, without the line break that editors leave at its end.
 *
 * @throws SourceSecretMissing naming the variable, never what it holds (F44)
 */
export function secretFrom(ask: SecretAsk): string {
  const value = (ask.env[ask.name] ?? "").replace(/[\r\n]+$/, "");
  if (value.trim() === "") throw new SourceSecretMissing(ask, "is not set");
  return value;
}

/** A secret that goes into a header as it is. @throws SourceSecretMissing also when it cannot */
export function headerSecretFrom(ask: SecretAsk): string {
  const value = secretFrom(ask);
  if (/^[\x20-\x7e]+$/.test(value)) return value;
  throw new SourceSecretMissing(ask, "holds a line break or another character no header may have");
}
