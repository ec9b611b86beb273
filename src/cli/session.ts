import type { Instant } from "../domain/time.js";
import { loadConfig, type LoadedConfig } from "../platform/config-file.js";
import { CountersignError } from "../platform/errors.js";
import { note, type Shell } from "./shell.js";
import type { Context, Operator, UseCases } from "./use-cases.js";

/** What a command works with when it needs the graph. */
export interface Session {
  readonly runs: UseCases;
  readonly context: Context;
  readonly loaded: LoadedConfig;
}

export function configOf(shell: Shell): LoadedConfig {
  return loadConfig(shell.configPath, shell.io.env, shell.io.cwd);
}

/** The use cases bring the drivers along; only commands that need them pay for loading them. */
async function loadUseCases(): Promise<UseCases> {
  return import("../runs/use-cases.js");
}

/** Opens the graph, works, and closes it whatever happens. */
export async function withSession<T>(
  shell: Shell,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const loaded = configOf(shell);
  const runs = await loadUseCases();
  const context = await runs.openContext({
    configPath: loaded.path,
    env: shell.io.env,
    ...nowOption(shell.fixedNow),
    say: (line) => note(shell, line),
  });
  try {
    return await work({ runs, context, loaded });
  } finally {
    await runs.closeContext(context);
  }
}

function nowOption(now: Instant | null): { now?: Instant } {
  return now === null ? {} : { now };
}

/**
 * Who acts: the login of the machine, mapped by the config. Never free text, so that a record can
 * name a person.
 *
 * @throws CountersignError OPERATOR_UNKNOWN when the config does not know the login.
 */
export function operatorOf(shell: Shell, loaded: LoadedConfig): Operator {
  const login = shell.io.login();
  const known = loaded.config.operators.find((operator) => operator.login === login);
  if (known !== undefined) return { login, person: known.person };
  throw new CountersignError({
    code: "OPERATOR_UNKNOWN",
    message: `The login "${login}" may not act for anybody: the config does not say who that is.`,
    next: `Add to ${loaded.path}, under operators:  - { login: ${login}, person: <e-mail address of that person> }`,
    audience: "caller",
  });
}
