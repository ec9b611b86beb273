import { relative, resolve } from "node:path";
import type { Problem } from "../../platform/problem.js";
import type { LintReport } from "../../sources/registry/lint.js";
import { action, type Registrar } from "../action.js";
import { EXIT } from "../exit.js";
import { lintText, type LintView } from "../render/lint.js";
import { configOf, withSession } from "../session.js";
import { answer, usage, type Shell } from "../shell.js";

export function registerLint(registrar: Registrar): void {
  registrar.program
    .command("lint [folder]")
    .summary("check the decision-rights documents")
    .description(
      "Checks every document of a registry folder, and reports every problem with its place and what to\n" +
        "write instead. Without a folder: the registry sources of the config. Needs no server.",
    )
    .option(
      "--online",
      "also refuse owners whom the graph does not know, who are no people, or who built the agent",
    )
    .addHelpText("after", "\nExit codes: 0 no problems; 1 there are problems")
    .action(
      action(registrar, async (shell, options: { online?: boolean }, [folder]) => {
        if (folder !== undefined && options.online === true) {
          throw usage("--online checks the registry of the config.", "Leave the folder out.");
        }
        const reports =
          folder === undefined ? await lintConfigured(shell) : [await lintNamed(shell, folder)];
        const online = options.online === true ? await lintOnline(shell) : [];
        const view = merged(reports, online, options.online === true);
        answer(shell, view, lintText);
        return view.problems.length === 0 ? EXIT.ok : EXIT.failed;
      }),
    );
}

async function lintConfigured(shell: Shell): Promise<LintReport[]> {
  const { config, dir } = configOf(shell);
  const { lintFolder } = await import("../../sources/registry/lint.js");
  const reports: LintReport[] = [];
  for (const source of config.sources) {
    if (source.type !== "registry") continue;
    const report = await lintFolder(source.folder, { baseDir: dir, at: shell.look.now });
    reports.push({
      ...report,
      problems: report.problems.map((problem) => fromHere(problem, dir, shell)),
    });
  }
  return reports;
}

async function lintNamed(shell: Shell, folder: string): Promise<LintReport> {
  const { lintFolder } = await import("../../sources/registry/lint.js");
  return lintFolder(folder, { baseDir: shell.io.cwd, at: shell.look.now });
}

async function lintOnline(shell: Shell): Promise<Problem[]> {
  return withSession(shell, async ({ runs, context, loaded }) => {
    const problems = await runs.lintOnline(context);
    return problems.map((problem) => fromHere(problem, loaded.dir, shell));
  });
}

/** Places start where the command was started, so that an editor or a terminal can open them. */
function fromHere(problem: Problem, dir: string, shell: Shell): Problem {
  const file = relative(shell.io.cwd, resolve(dir, problem.place.file));
  return { ...problem, place: { ...problem.place, file } };
}

function merged(
  reports: readonly LintReport[],
  online: readonly Problem[],
  isOnline: boolean,
): LintView {
  const known = new Set<string>();
  // What the folder alone shows, the look at the graph may find again.
  const problems = [...reports.flatMap((report) => report.problems), ...online].filter(
    (problem) => {
      const key = JSON.stringify([problem.place, problem.sentence]);
      return known.has(key) ? false : known.add(key);
    },
  );
  return {
    files: reports.reduce((sum, report) => sum + report.files, 0),
    documents: reports.reduce((sum, report) => sum + report.documents, 0),
    problems,
    badFiles: new Set(problems.map((problem) => problem.place.file)).size,
    remarks: reports.flatMap((report) => report.remarks),
    online: isOnline,
  };
}
