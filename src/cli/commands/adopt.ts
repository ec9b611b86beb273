import { relative, resolve } from "node:path";
import type { LoadedConfig } from "../../platform/config-file.js";
import { action, type Registrar } from "../action.js";
import { EXIT, type ExitCode } from "../exit.js";
import { adoptReport, type AdoptView, unregisteredList } from "../render/adopt.js";
import { cleanAll } from "../render/text.js";
import { configOf, withSession } from "../session.js";
import { answer, note, usage, type Shell } from "../shell.js";

interface AdoptOptions {
  readonly all?: boolean;
  readonly folder?: string;
  readonly print?: boolean;
}

export function registerAdopt(registrar: Registrar): void {
  registrar.program
    .command("adopt [agent]")
    .summary("write documents for agents that no document claims")
    .description(
      "Lists the agents that work at a directory and that no registry document claims. With an agent\n" +
        "(source/id, or its name) it writes a document for it into the registry folder: what is known, the\n" +
        "sponsor proposed as owner, and everything else marked for a human. Nothing is signed by that.",
    )
    .option("--all", "for all of them")
    .option("--folder <folder>", "the registry folder, where the config has several")
    .option("--print", "print the document and write nothing")
    .addHelpText(
      "after",
      "\nExit codes: 0 written, or every agent is registered; 1 refused; 3 the list has agents in it",
    )
    .action(
      action(registrar, async (shell, options: AdoptOptions, [agent]) => {
        if (agent !== undefined && options.all === true) {
          throw usage("--all and an agent exclude each other.", "Name the agent, or say --all.");
        }
        if (agent !== undefined || options.all === true) {
          return adopt(shell, agent ?? null, options);
        }
        if (options.print === true) {
          throw usage("Which agent?", "Name it, or say --all; countersign adopt lists them.");
        }
        return list(shell, options);
      }),
    );
}

async function list(shell: Shell, options: AdoptOptions): Promise<ExitCode> {
  return withSession(shell, async ({ runs, context, loaded }) => {
    const folders =
      options.folder === undefined
        ? registriesOf(loaded).map(({ path }) => path)
        : [folderOf(shell, loaded, options.folder)];
    const agents = await runs.unregisteredAgents(context, folders);
    answer(shell, agents, unregisteredList);
    return agents.length === 0 ? EXIT.ok : EXIT.findings;
  });
}

async function adopt(shell: Shell, agent: string | null, options: AdoptOptions): Promise<ExitCode> {
  const folder = folderOf(shell, configOf(shell), options.folder);
  const print = options.print ?? false;
  return withSession(shell, async ({ runs, context }) => {
    const report = await runs.adopt(context, { agent, folder, print });
    const view: AdoptView = {
      ...report,
      adopted: report.adopted.map((one) => ({ ...one, file: relative(shell.io.cwd, one.file) })),
    };
    if (print && !shell.json) printed(shell, view);
    else answer(shell, view, adoptReport);
    return view.refused.length === 0 ? EXIT.ok : EXIT.failed;
  });
}

/** Documents as they would be written, to be piped into a file: they hold printable text only. */
function printed(shell: Shell, view: AdoptView): void {
  shell.io.stdout.write(view.adopted.map(({ text }) => text).join("---\n"));
  if (view.refused.length === 0) return;
  const refused = cleanAll({ ...view, adopted: [] });
  note(shell, adoptReport(refused, shell.errorLook));
}

interface Registry {
  readonly id: string;
  /** Absolute. */
  readonly path: string;
}

function registriesOf({ config, dir }: LoadedConfig): Registry[] {
  return config.sources.flatMap((source) =>
    source.type === "registry" ? { id: source.id, path: resolve(dir, source.folder) } : [],
  );
}

/**
 * The folder to write into: the one that is named (a path from here, or the id of a registry source), or
 * that of the only registry.
 *
 * @throws CountersignError USAGE when nobody can tell which.
 */
function folderOf(shell: Shell, loaded: LoadedConfig, named: string | undefined): string {
  const registries = registriesOf(loaded);
  if (named !== undefined) {
    return registries.find(({ id }) => id === named)?.path ?? resolve(shell.io.cwd, named);
  }
  const [only, ...others] = registries;
  if (only === undefined) {
    throw usage(
      "The config has no registry.",
      "Name the folder with --folder, or add a source of type registry to the config.",
    );
  }
  if (others.length === 0) return only.path;
  const choices = registries.map(({ path }) => relative(shell.io.cwd, path) || ".").join(", ");
  throw usage("Which registry folder?", `Say --folder with one of ${choices}.`);
}
