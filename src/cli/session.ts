import { loadConfig, type LoadedConfig } from "../platform/config-file.js";
import { CountersignError } from "../platform/errors.js";
import type { Operator } from "../runs/acts.js";
import type { Context } from "../runs/context.js";
import type * as useCases from "../runs/use-cases.js";
import { asLoginRefusal } from "./login-refused.js";
import { note, type Shell } from "./shell.js";

/** Everything the commands ask of `src/runs`. */
type UseCases = typeof useCases;

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
  const news = slowNews(shell);
  const context = await runs
    .openContext({
      configPath: loaded.path,
      env: shell.io.env,
      ...(shell.fixedNow !== null && { now: shell.fixedNow }),
      say: news.say,
    })
    .catch((error: unknown) => {
      throw asLoginRefusal(error);
    })
    .finally(news.end);
  try {
    return await work({ runs, context, loaded });
  } finally {
    await runs.closeContext(context);
  }
}

/** From here on a person wonders what takes so long. */
const SLOW_MS = 2_000;

/**
 * Where the servers come from is worth telling when one has to be started or waited for, and noise
 * before every answer when they run: lines are held back until opening takes long.
 */
function slowNews(shell: Shell): {
  readonly say: (line: string) => void;
  readonly end: () => void;
} {
  let held: string[] | null = [];
  const timer = setTimeout(() => {
    for (const line of held ?? []) note(shell, line);
    held = null;
  }, SLOW_MS);
  return {
    say: (line) => (held === null ? note(shell, line) : void held.push(line)),
    end: () => clearTimeout(timer),
  };
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
