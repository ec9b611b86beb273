import { join } from "node:path";
import { foundCompany, liveUntil } from "../../../simulator/life.js";
import {
  FIRST_DAY,
  FIRST_SYNC,
  LAST_DAY,
  NEWS,
  PLOT,
  SECOND_SYNC,
  SEED,
  SIGNATURES,
} from "../../../simulator/spring.js";
import { setUpStage, type Stage } from "../../../simulator/stage.js";
import { writeConfig, writeHr, writeRegistry } from "../../../simulator/write.js";
import type { Instant } from "../../domain/time.js";
import type { ActReport, SyncReport, WhoAnswer } from "../../runs/report.js";
import { action, type Registrar } from "../action.js";
import { EXIT, type ExitCode } from "../exit.js";
import { actReport } from "../render/acts.js";
import { chapterTitle, meaning, nextSteps, told, toldList, typed } from "../render/demo.js";
import type { Look } from "../render/look.js";
import { syncReport } from "../render/sync.js";
import { cleanAll, json } from "../render/text.js";
import { whoAnswer } from "../render/who.js";
import { operatorOf, withSession, type Session } from "../session.js";
import { note, type Shell } from "../shell.js";

export function registerDemo(registrar: Registrar): void {
  registrar.program
    .command("demo")
    .summary("a month at a sample company, on real servers; leaves nothing behind")
    .description(
      "Starts a Neo4j and a Redis of its own, loads a sample company of sixty people and six agents,\n" +
        "lets a month pass in which owners leave, and shows what comes of it and who answers now.\n" +
        "Everything lies in a temporary folder and is gone afterwards.",
    )
    .addHelpText("after", "\nExit codes: 0 it went through; 1 it did not")
    .action(action(registrar, async (shell) => demo(shell)));
}

/** Everything the demo showed, for `--json`. */
interface Shown {
  readonly baseline: SyncReport;
  readonly attested: ActReport;
  readonly month: SyncReport;
  readonly who: WhoAnswer;
}

async function demo(shell: Shell): Promise<ExitCode> {
  const setup = setUpStage({ env: shell.io.env, log: (line) => note(shell, line) });
  const interrupted = (): void => {
    note(shell, "Interrupted: stopping what was started…");
    void setup.strike().finally(() => process.exit(130));
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const stage = await setup.ready;
    const shown = await perform(shell, stage);
    if (shell.json) shell.io.stdout.write(`${json(shown)}\n`);
  } finally {
    await setup.strike();
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
  note(shell, "Everything the demo started is stopped, and its folder is gone.");
  return EXIT.ok;
}

async function perform(shell: Shell, stage: Stage): Promise<Shown> {
  const company = foundCompany(SEED, FIRST_DAY);
  const configPath = writeConfig(stage.folder, company, shell.io.login());
  writeHr(stage.folder, company);
  writeRegistry(stage.folder);
  const scene = (now: Instant): Shell => ({
    ...shell,
    configPath,
    fixedNow: now,
    io: { ...shell.io, env: stage.env, cwd: stage.folder },
    look: { ...shell.look, now },
  });
  const first = scene(FIRST_SYNC);
  const { baseline, attested } = await withSession(first, async (session) => ({
    baseline: await theFirstSync(first, session),
    attested: await theSignatures(first, session),
  }));
  writeHr(stage.folder, liveUntil(company, LAST_DAY, { seed: SEED, plot: PLOT }));
  const second = scene(SECOND_SYNC);
  tellTheMonth(second);
  const { month, who } = await withSession(second, async (session) => ({
    month: await theSecondSync(second, session),
    who: await theQuestion(second, session),
  }));
  tellWhatNext(second, join(stage.folder));
  return { baseline, attested, month, who };
}
