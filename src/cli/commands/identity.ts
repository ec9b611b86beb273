import type { Command } from "commander";
import { DAY_MS, type Instant } from "../../domain/time.js";
import type { Operator } from "../../runs/acts.js";
import type { IdentityReport } from "../../runs/identity-report.js";
import { action, type Registrar } from "../action.js";
import { EXIT } from "../exit.js";
import { identityReport } from "../render/identity-acts.js";
import { identityList, identityView } from "../render/identity.js";
import { configOf, operatorOf, withSession, type Session } from "../session.js";
import { answer, parseInstant } from "../shell.js";

/** Who is who: what is unclear, and the acts by which a named person settles it. */
export function registerIdentity(registrar: Registrar): void {
  const group = registrar.program
    .command("identity")
    .summary("logins and people: what is unclear, and who settled it")
    .description(
      "Logins and people: what is unclear, and the acts by which a named person settles it.\n" +
        "A login is given by its key (okta/00u…), login name or e-mail address; a person also by worker id (hr/E001).",
    );
  registerList(registrar, group);
  registerShow(registrar, group);
  registerLink(registrar, group);
  registerUnlink(registrar, group);
  registerSame(registrar, group);
  registerDifferent(registrar, group);
}

interface ListOptions {
  readonly disputed?: boolean;
  readonly unlinked?: boolean;
  readonly manual?: boolean;
}

function registerList(registrar: Registrar, group: Command): void {
  group
    .command("list", { isDefault: true })
    .summary("logins that need a human")
    .description(
      "Logins that need a human: disputed, used but nobody's, and linked by hand with what the sources would say.",
    )
    .option("--disputed", "only those that could be several people's")
    .option("--unlinked", "only those that belong to nobody")
    .option("--manual", "only those that were linked by hand")
    .addHelpText("after", "\nExit codes: 0 no dispute is open; 3 some are")
    .action(
      action(registrar, async (shell, options: ListOptions) =>
        withSession(shell, async ({ runs, context }) => {
          const list = await runs.identities(context, options);
          answer(shell, list, identityList);
          return list.disputes === 0 ? EXIT.ok : EXIT.findings;
        }),
      ),
    );
}

function registerShow(registrar: Registrar, group: Command): void {
  group
    .command("show <subject>")
    .summary("a person with everything that finds them, and who said what")
    .description(
      "A person with employments, worker ids and logins, the evidence of each link, what each source says, and\n" +
        "what people have said about them. The subject is a login, an e-mail address, a person or source/id.",
    )
    .action(
      action(registrar, async (shell, _options: object, [subject = ""]) =>
        withSession(shell, async ({ runs, context }) => {
          answer(shell, await runs.identity(context, { subject }), identityView);
          return EXIT.ok;
        }),
      ),
    );
}

function registerLink(registrar: Registrar, group: Command): void {
  actCommand(group, "link <login> <person>", "say whose a login is; that survives every sync")
    .option(
      "--until <time>",
      "until the end of this day (2026-12-31), or an instant; left out: for good",
    )
    .action(
      act<{ reason: string; until?: string }>(
        registrar,
        async ({ runs, context }, { names: [login = "", person = ""], ...said }, options) => {
          const until = options.until === undefined ? null : endOf(options.until);
          return await runs.linkIdentity(context, { ...said, login, person, until });
        },
      ),
    );
}

/** A day is meant to its end; UTC, as everything the service decides by. */
function endOf(text: string): Instant {
  const at = parseInstant("--until", text);
  return /T/.test(text) ? at : at + DAY_MS;
}

function registerUnlink(registrar: Registrar, group: Command): void {
  actCommand(
    group,
    "unlink <login>",
    "say that a login is not this person's; no sync links it again",
  ).action(
    act<{ reason: string }>(
      registrar,
      async ({ runs, context }, { names: [login = ""], ...said }) =>
        runs.unlinkIdentity(context, { ...said, login }),
    ),
  );
}

function registerSame(registrar: Registrar, group: Command): void {
  actCommand(group, "same <person> <other>", "say that two records are one human").action(
    act<{ reason: string }>(
      registrar,
      async ({ runs, context }, { names: [one = "", other = ""], ...said }) =>
        runs.samePerson(context, { ...said, one, other }),
    ),
  );
}

function registerDifferent(registrar: Registrar, group: Command): void {
  actCommand(
    group,
    "different <person> <other>",
    "say that they are two humans; undoes an earlier `same` exactly",
  ).action(
    act<{ reason: string }>(
      registrar,
      async ({ runs, context }, { names: [one = "", other = ""], ...said }) =>
        runs.differentPersons(context, { ...said, one, other }),
    ),
  );
}

function actCommand(group: Command, usage: string, summary: string): Command {
  return group
    .command(usage)
    .summary(summary)
    .description(
      `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.\n` +
        "Who acts is the login of this machine, mapped to a person under `operators` in the config.",
    )
    .requiredOption("--reason <text>", "why")
    .addHelpText("after", "\nExit codes: 0 recorded; 1 refused");
}

/** Records one act: who acts is known before anything is opened, what is refused ends with 1. */
function act<Options extends { readonly reason: string }>(
  registrar: Registrar,
  record: (
    session: Session,
    said: {
      readonly operator: Operator;
      readonly reason: string;
      readonly names: readonly (string | undefined)[];
    },
    options: Options,
  ) => Promise<IdentityReport>,
): ReturnType<typeof action<Options>> {
  return action<Options>(registrar, async (shell, options, names) => {
    const operator = operatorOf(shell, configOf(shell));
    return withSession(shell, async (session) => {
      const said = { operator, reason: options.reason, names };
      const report = await record(session, said, options);
      answer(shell, report, identityReport);
      return report.refused === null ? EXIT.ok : EXIT.failed;
    });
  });
}
