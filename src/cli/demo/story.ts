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
import type { Company } from "../../../simulator/company.js";
import {
  followMonth,
  foundDirectories,
  type LarkfieldDirectories,
  MISTAKEN_LOGIN,
} from "../../../simulator/larkfield-directories.js";
import { type LarkfieldServers, serveLarkfield } from "../../../simulator/larkfield-servers.js";
import { setUpStage, type Stage } from "../../../simulator/stage.js";
import { writeConfig, writeHr, writeRegistry } from "../../../simulator/write.js";
import type { Instant } from "../../domain/time.js";
import type { IdentityReport } from "../../runs/identity-report.js";
import type { ActReport, SyncReport, WhoAnswer } from "../../runs/report.js";
import { EXIT, type ExitCode } from "../exit.js";
import { actReport } from "../render/acts.js";
import { meaning, nextSteps, toldList } from "../render/demo.js";
import { identityReport } from "../render/identity-acts.js";
import { identityList } from "../render/identity.js";
import { syncReport } from "../render/sync.js";
import { json } from "../render/text.js";
import { whoAnswer } from "../render/who.js";
import { operatorOf, withSession, type Session } from "../session.js";
import { note, type Shell } from "../shell.js";
import { type HeldScene, theHeldSync } from "./held.js";
import { chapter, command, print, say, show, syncWhole } from "./telling.js";

/** Everything the demo showed, for `--json`. */
interface Shown {
  readonly baseline: SyncReport;
  readonly attested: ActReport;
  readonly tooMuch: HeldScene;
  readonly month: SyncReport;
  readonly who: WhoAnswer;
  readonly identity: IdentityReport;
}

/** Plays the whole story and strikes the stage, whatever happens. */
export async function playDemo(shell: Shell): Promise<ExitCode> {
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
  const directories = foundDirectories(company, FIRST_SYNC);
  const clock = { now: FIRST_SYNC };
  const servers = await serveLarkfield(directories, () => clock.now);
  try {
    return await act(shell, { stage, company, directories, servers, clock });
  } finally {
    await servers.close();
  }
}

/** What the story plays with. */
interface Scenery {
  readonly stage: Stage;
  readonly company: Company;
  readonly directories: LarkfieldDirectories;
  readonly servers: LarkfieldServers;
  /** The clock of the directories. */
  readonly clock: { now: Instant };
}

async function act(shell: Shell, scenery: Scenery): Promise<Shown> {
  const { stage, company, directories, servers, clock } = scenery;
  const configPath = writeConfig(stage.folder, company, { operator: shell.io.login(), servers });
  writeHr(stage.folder, company);
  writeRegistry(stage.folder);
  const scene = (now: Instant): Shell => ({
    ...shell,
    configPath,
    fixedNow: now,
    io: { ...shell.io, env: { ...stage.env, ...servers.env }, cwd: stage.folder },
    look: { ...shell.look, now },
  });
  const first = scene(FIRST_SYNC);
  const { baseline, attested } = await withSession(quiet(first), async (session) => ({
    baseline: await theFirstSync(first, session),
    attested: await theSignatures(first, session),
  }));
  const later = liveUntil(company, LAST_DAY, { seed: SEED, plot: PLOT });
  writeHr(stage.folder, later);
  clock.now = SECOND_SYNC;
  followMonth(directories, later, SECOND_SYNC);
  const second = scene(SECOND_SYNC);
  tellTheMonth(second);
  const afterwards = await withSession(quiet(second), async (session) => ({
    tooMuch: await theHeldSync(second, session),
    month: await theSecondSync(second, session),
    who: await theQuestion(second, session),
    identity: await theDispute(second, session),
  }));
  tellWhatNext(second);
  return { baseline, attested, ...afterwards };
}

/** Where the servers come from was said once, when the stage was set up. */
function quiet(shell: Shell): Shell {
  return { ...shell, io: { ...shell.io, stderr: { write: () => true } } };
}

async function theFirstSync(shell: Shell, { runs, context }: Session): Promise<SyncReport> {
  chapter(shell, 1, "Monday 2 March 2026: the first sync of Larkfield Insurance");
  say(
    shell,
    "Sixty people in an HR export, their logins and groups in Okta and in Entra, six agents and what they may decide in a folder of documents. Countersign reads all four, joins each login to its person by employee number, and asks of each decision right: does somebody who works here answer for it, and have they signed?",
  );
  command(shell, "countersign sync");
  const report = await syncWhole(shell, { runs, context });
  const findings = await runs.findings(context, {});
  const leads = new Map(
    findings
      .filter(({ subject }) => subject.kind === "authorization")
      .map(({ subject, lead }) => [subject.key, lead]),
  );
  show(shell, report, (view, look) => syncReport(view, leads, look));
  return report;
}

async function theSignatures(shell: Shell, session: Session): Promise<ActReport> {
  chapter(shell, 2, "The same day: the leads hand in signatures");
  say(
    shell,
    "A document may say that somebody signed. Where a wrong decision does much harm that is not enough, so the head of governance collects the papers and records them, each with the name of the signer and her own.",
  );
  command(shell, "countersign attest signatures.csv");
  const report = await session.runs.attest(session.context, {
    operator: operatorOf(shell, session.loaded),
    lines: SIGNATURES.map((line, index) => ({
      ...line,
      on: FIRST_DAY,
      evidence: null,
      place: `signatures.csv:${String(index + 2)}`,
    })),
  });
  show(shell, report, actReport);
  return report;
}

function tellTheMonth(shell: Shell): void {
  chapter(shell, 3, "March 2026: a month passes");
  print(shell, toldList(NEWS, shell.look));
  say(shell, "Others join, leave and change teams too. None of them answers for an agent.");
}

async function theSecondSync(shell: Shell, { runs, context }: Session): Promise<SyncReport> {
  chapter(shell, 5, "The same day, approved: what comes of it");
  command(shell, "countersign sync");
  const report = await syncWhole(shell, { runs, context });
  show(shell, report, (view, look) => syncReport(view, new Map(), look));
  print(shell, "");
  say(shell, "In other words:");
  show(shell, report, meaning);
  const departing = (await runs.findings(context, {})).filter(
    ({ code }) => code === "OWNER_DEPARTING",
  );
  if (departing.length > 0) {
    say(shell, "Known in advance, so that a successor can sign before the last day:");
    show(shell, departing, (view, look) =>
      toldList(
        view.map(({ sentence }) => sentence),
        look,
      ),
    );
  }
  return report;
}

async function theQuestion(shell: Shell, { runs, context }: Session): Promise<WhoAnswer> {
  chapter(shell, 6, "Who authorized it a month ago, and who answers today?");
  command(shell, "countersign who claims-triage claim-auto-approve --at 2026-03-10");
  const answer = await runs.who(context, {
    agentId: "claims-triage",
    decisionClassId: "claim-auto-approve",
    at: Date.UTC(2026, 2, 10),
  });
  show(shell, answer, whoAnswer);
  say(
    shell,
    "Ines Duarte inherited the duty, not the signature. If she does nothing, it lapses; silence is never consent.",
  );
  return answer;
}

/** Two systems say different things of one login: a named person settles it, and no sync undoes that. */
async function theDispute(
  shell: Shell,
  { runs, context, loaded }: Session,
): Promise<IdentityReport> {
  chapter(shell, 7, "One login, two people: somebody has to say whose it is");
  say(
    shell,
    "In March somebody typed Jon Reyes's employee number into Mei Tanaka's login at Entra. Countersign moved nobody's duty by it; it asks.",
  );
  command(shell, "countersign identity list --disputed");
  const disputed = await runs.identities(context, { disputed: true });
  show(shell, disputed, identityList);
  const login = `entra/${MISTAKEN_LOGIN}`;
  const reason = "typing error at Entra";
  command(shell, `countersign identity link ${login} hr/E061 --reason "${reason}"`);
  const report = await runs.linkIdentity(context, {
    operator: operatorOf(shell, loaded),
    reason,
    login,
    person: "hr/E061",
    until: null,
  });
  show(shell, report, identityReport);
  return report;
}

function tellWhatNext(shell: Shell): void {
  chapter(shell, 8, "What to type next, at Larkfield and at home");
  print(
    shell,
    nextSteps(
      [
        [
          "countersign sign claims-triage claim-auto-approve",
          "Ines Duarte signs it as it stands, and it is valid again.",
        ],
        [
          'countersign reassign vendor-screener vendor-block --to <person> --reason "…"',
          "Somebody who may sign for EUR 500,000 receives what nobody answers for.",
        ],
        [
          'countersign stop vendor-screener vendor-block --reason "…"',
          "Or it is withheld until there is one.",
        ],
        [
          "countersign adopt entra/invoice-reader",
          "An agent that Entra knows and no document claims: its document, with the sponsor proposed as owner.",
        ],
        ["countersign findings", "Everything that needs a human, each with its next step."],
        ["countersign init", "Your own company: a config and samples to replace with your export."],
      ],
      shell.look,
    ),
  );
  print(shell, "");
}
