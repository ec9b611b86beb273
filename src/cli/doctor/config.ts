import { relative } from "node:path";
import { ConfigInvalidError, type LoadedConfig } from "../../platform/config-file.js";
import { CountersignError } from "../../platform/errors.js";
import { formatProblem } from "../../platform/problem.js";
import { counted } from "../../platform/counted.js";
import { configOf } from "../session.js";
import type { Shell } from "../shell.js";
import type { DoctorLine } from "../../runs/checks.js";

const SUBJECT = "config";

/** The config file, and whether whoever runs this may act. */
export function checkConfig(shell: Shell): {
  readonly loaded: LoadedConfig | null;
  readonly lines: readonly DoctorLine[];
} {
  try {
    const loaded = configOf(shell);
    return { loaded, lines: [found(shell, loaded), ...remarks(shell, loaded)] };
  } catch (error) {
    if (error instanceof ConfigInvalidError) {
      const lines = error.problems.map((problem) => failed(formatProblem(problem), null));
      return { loaded: null, lines };
    }
    if (error instanceof CountersignError) {
      return { loaded: null, lines: [failed(error.message, error.next)] };
    }
    throw error;
  }
}

function found(shell: Shell, { config, path }: LoadedConfig): DoctorLine {
  const shown = relative(shell.io.cwd, path) || path;
  const ids = config.sources.map((source) => source.id).join(", ");
  return {
    subject: SUBJECT,
    state: "ok",
    sentence: `${shown}: ${counted(config.sources.length, "source")} (${ids})`,
    next: null,
  };
}

function remarks(shell: Shell, { config }: LoadedConfig): DoctorLine[] {
  const lines: DoctorLine[] = [];
  const login = shell.io.login();
  if (!config.operators.some((operator) => operator.login === login)) {
    lines.push({
      subject: "operator",
      state: "remark",
      sentence: `The login "${login}" is no operator: it can ask, and cannot sign, reassign or stop.`,
      next: `Add under operators: in the config:  - { login: ${login}, person: <e-mail address> }`,
    });
  }
  if (config.governance.lastResort.length === 0) {
    lines.push({
      subject: "governance",
      state: "remark",
      sentence: "Nobody is named as last resort: what finds no successor is orphaned.",
      next: "Name a person and a deputy under governance: lastResort: in the config.",
    });
  }
  return lines;
}

function failed(sentence: string, next: string | null): DoctorLine {
  return { subject: SUBJECT, state: "failed", sentence, next };
}
