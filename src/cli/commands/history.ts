import { action, type Registrar } from "../action.js";
import { EXIT } from "../exit.js";
import { exposureAnswer } from "../render/exposure.js";
import { timelineAnswer } from "../render/timeline.js";
import { withSession } from "../session.js";
import { answer, parseInstant, usage } from "../shell.js";

interface LimitOption {
  readonly limit?: string;
}

export function registerHistory(registrar: Registrar): void {
  registerTimeline(registrar);
  registerExposure(registrar);
}

function registerTimeline(registrar: Registrar): void {
  registrar.program
    .command("timeline <subject>")
    .summary("what was true of an authorization, person or team, and when it became known")
    .description(
      "The story in two times, oldest first: what was true from when to when, and which run or act made it\n" +
        "known. Beliefs that were corrected stay in it, with the run that corrected them.\n" +
        "A subject is an authorization (agent:class), a team (its id) or a person (address, login or id).",
    )
    .option("--limit <number>", "this many entries, the newest (50 unless said)")
    .action(
      action(registrar, async (shell, options: LimitOption, [subject = ""]) => {
        const limit = limitOf(options);
        return withSession(shell, async ({ runs, context }) => {
          answer(shell, await runs.timeline(context, { subject, ...limit }), timelineAnswer);
          return EXIT.ok;
        });
      }),
    );
}

function registerExposure(registrar: Registrar): void {
  registrar.program
    .command("exposure")
    .summary("decision rights that stood without a living owner, and nobody knew")
    .description(
      "Decision rights that stood without a living owner because a departure became known late: from when to\n" +
        "when, who had left, how it became known, and what was shown meanwhile. Latest first.",
    )
    .option("--since <time>", "only what ended then or later: a day or an instant")
    .option("--limit <number>", "this many, the latest (100 unless said)")
    .addHelpText("after", "\nExit codes: 0 there were none; 3 there were some")
    .action(
      action(registrar, async (shell, options: LimitOption & { since?: string }) => {
        const limit = limitOf(options);
        const since =
          options.since === undefined ? {} : { since: parseInstant("--since", options.since) };
        return withSession(shell, async ({ runs, context }) => {
          const found = await runs.exposure(context, { ...since, ...limit });
          answer(shell, found, exposureAnswer);
          return found.exposures.length === 0 ? EXIT.ok : EXIT.findings;
        });
      }),
    );
}

const MOST = 10_000;

function limitOf({ limit }: LimitOption): { limit?: number } {
  if (limit === undefined) return {};
  const number = Number(limit);
  if (/^\d+$/.test(limit) && number >= 1 && number <= MOST) return { limit: number };
  throw usage(
    `--limit "${limit}" is no number of lines.`,
    `Write a whole number from 1 to ${MOST}.`,
  );
}
