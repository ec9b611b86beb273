import { action, type Registrar } from "../action.js";
import { authorizationOf } from "../authorization-name.js";
import { EXIT } from "../exit.js";
import { chainAnswer } from "../render/chain.js";
import { chainThenAnswer } from "../render/chain-then.js";
import { whoAnswer } from "../render/who.js";
import { whoAsKnownAnswer } from "../render/who-as-known.js";
import { withSession } from "../session.js";
import { answer } from "../shell.js";
import { AT_HELP, KNOWN_AT_HELP, type TimeOptions, timesOf } from "../times.js";

export function registerQuestions(registrar: Registrar): void {
  registerWho(registrar);
  registerChain(registrar);
}

const TWO_TIMES = `
Two times: --at asks what was true at a time, --known-at what had become known by a time.
A departure of 9 October that HR entered on 1 November was true on 20 October and not known yet:
  --at 2026-10-20                          what we know now about 20 October
  --at 2026-10-20 --known-at 2026-10-20    what we knew on 20 October`;

function registerWho(registrar: Registrar): void {
  registrar.program
    .command("who <agent> [class]")
    .summary("who authorized this agent to make this class of decision")
    .description(
      "Who authorized this agent to make this class of decision, and who answers for it today.\n" +
        "An authorization may also be written as one word: agent:class.",
    )
    .option("--at <time>", AT_HELP)
    .option("--known-at <time>", KNOWN_AT_HELP)
    .addHelpText("after", TWO_TIMES)
    .action(
      action(registrar, async (shell, options: TimeOptions, [agent = "", decisionClass]) => {
        const name = authorizationOf(agent, decisionClass);
        const { at, knownAt } = timesOf(shell, options);
        const question = { ...name, ...(at === undefined ? {} : { at }) };
        return withSession(shell, async ({ runs, context }) => {
          if (knownAt === undefined) answer(shell, await runs.who(context, question), whoAnswer);
          else {
            const then = await runs.whoAsKnown(context, { ...question, knownAt });
            answer(shell, then, whoAsKnownAnswer);
          }
          return EXIT.ok;
        });
      }),
    );
}

function registerChain(registrar: Registrar): void {
  registrar.program
    .command("chain <subject>")
    .summary("the story of an authorization or a person, or where people stood at a time")
    .description(
      "The story of one authorization (agent:class) or one person (e-mail address, login or id), oldest first.\n" +
        "With --at or --known-at: whom they reported to then, their teams and seats, and what they answered for.",
    )
    .option("--at <time>", AT_HELP)
    .option("--known-at <time>", KNOWN_AT_HELP)
    .addHelpText("after", TWO_TIMES)
    .action(
      action(registrar, async (shell, options: TimeOptions, [subject = ""]) => {
        const times = timesOf(shell, options);
        return withSession(shell, async ({ runs, context }) => {
          if (times.at === undefined && times.knownAt === undefined)
            answer(shell, await runs.chain(context, { subject }), chainAnswer);
          else answer(shell, await runs.chainThen(context, { subject, ...times }), chainThenAnswer);
          return EXIT.ok;
        });
      }),
    );
}
