import { action, type Registrar } from "../action.js";
import { authorizationOf } from "../authorization-name.js";
import { EXIT } from "../exit.js";
import { chainAnswer } from "../render/chain.js";
import { whoAnswer } from "../render/who.js";
import { withSession } from "../session.js";
import { answer, parseInstant, usage, type Shell } from "../shell.js";

export function registerQuestions(registrar: Registrar): void {
  registerWho(registrar);
  registerChain(registrar);
}

function registerWho(registrar: Registrar): void {
  registrar.program
    .command("who <agent> [class]")
    .summary("who authorized this agent to make this class of decision")
    .description(
      "Who authorized this agent to make this class of decision, and who answers for it today.\n" +
        "An authorization may also be written as one word: agent:class.",
    )
    .option(
      "--at <time>",
      "as of then: a day (2026-06-01, from 00:00 UTC) or an instant (2026-06-01T09:00Z)",
    )
    .action(
      action(registrar, async (shell, options: { at?: string }, [agent = "", decisionClass]) => {
        const question = {
          ...authorizationOf(agent, decisionClass),
          ...atOption(shell, options.at),
        };
        return withSession(shell, async ({ runs, context }) => {
          answer(shell, await runs.who(context, question), whoAnswer);
          return EXIT.ok;
        });
      }),
    );
}

/** What will be known at a later time is not known yet. */
function atOption(shell: Shell, text: string | undefined): { at?: number } {
  if (text === undefined) return {};
  const at = parseInstant("--at", text);
  if (at <= shell.look.now) return { at };
  throw usage(
    `--at ${text} lies ahead.`,
    "Ask for a time that has passed; leave --at out for today.",
  );
}

function registerChain(registrar: Registrar): void {
  registrar.program
    .command("chain <subject>")
    .summary("the story of an authorization or a person")
    .description(
      "The story of one authorization (agent:class) or one person (e-mail address, login or id), oldest first.",
    )
    .action(
      action(registrar, async (shell, _options: object, [subject = ""]) =>
        withSession(shell, async ({ runs, context }) => {
          answer(shell, await runs.chain(context, { subject }), chainAnswer);
          return EXIT.ok;
        }),
      ),
    );
}
