import type { Command } from "commander";
import type { AuthorizationName, Operator } from "../../runs/acts.js";
import type { ActReport } from "../../runs/report.js";
import { action, type Registrar } from "../action.js";
import { authorizationOf } from "../authorization-name.js";
import { EXIT } from "../exit.js";
import { actReport } from "../render/acts.js";
import { configOf, operatorOf, withSession, type Session } from "../session.js";
import { answer } from "../shell.js";

/** The acts of a person on one authorization, each recorded with the operator and the person. */
export function registerActs(registrar: Registrar): void {
  registerSign(registrar);
  registerDecline(registrar);
  registerReassign(registrar);
  registerOrder(registrar, "stop", "withhold it now, until `resume`; survives every sync");
  registerOrder(registrar, "resume", "end a stop");
}

function registerSign(registrar: Registrar): void {
  actCommand(registrar, "sign", "sign what is in force, as yourself or (attested) for somebody")
    .option(
      "--for <person>",
      "whose signature this is, when it is not yours; recorded as attested with both names",
    )
    .option("--evidence <text>", "a link or words that show it")
    .action(
      act<{ for?: string; evidence?: string }>(
        registrar,
        async ({ runs, context }, named, options) => runs.sign(context, { ...named, ...options }),
      ),
    );
}

function registerDecline(registrar: Registrar): void {
  actCommand(registrar, "decline", "decline the duty; it passes to the next successor")
    .option("--for <person>", "who declines, when it is not you")
    .option("--reason <text>", "why")
    .action(
      act<{ for?: string; reason?: string }>(registrar, async ({ runs, context }, named, options) =>
        runs.decline(context, { ...named, ...options }),
      ),
    );
}

function registerReassign(registrar: Registrar): void {
  actCommand(registrar, "reassign", "give the duty to somebody; the signature stays theirs to give")
    .requiredOption("--to <person>", "e-mail address or login of who answers from now on")
    .requiredOption("--reason <text>", "why")
    .action(
      act<{ to: string; reason: string }>(registrar, async ({ runs, context }, named, options) =>
        runs.reassign(context, { ...named, ...options }),
      ),
    );
}

function registerOrder(registrar: Registrar, verb: "stop" | "resume", summary: string): void {
  actCommand(registrar, verb, summary)
    .requiredOption("--reason <text>", "why")
    .action(
      act<{ reason: string }>(registrar, async ({ runs, context }, named, options) =>
        runs[verb](context, { ...named, ...options }),
      ),
    );
}

function actCommand({ program }: Registrar, verb: string, summary: string): Command {
  return program
    .command(`${verb} <agent> [class]`)
    .summary(summary)
    .description(
      `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.\n` +
        "An authorization may also be written as one word: agent:class. Who acts is the login of this\n" +
        "machine, mapped to a person under `operators` in the config.",
    )
    .addHelpText("after", "\nExit codes: 0 recorded; 1 refused");
}

/** Records one act: who acts is known before anything is opened, what is refused ends with 1. */
function act<Options>(
  registrar: Registrar,
  record: (
    session: Session,
    named: AuthorizationName & { readonly operator: Operator },
    options: Options,
  ) => Promise<ActReport>,
): ReturnType<typeof action<Options>> {
  return action<Options>(registrar, async (shell, options, [agent = "", decisionClass]) => {
    const name = authorizationOf(agent, decisionClass);
    const operator = operatorOf(shell, configOf(shell));
    return withSession(shell, async (session) => {
      const report = await record(session, { ...name, operator }, options);
      answer(shell, report, actReport);
      return report.refused.length > 0 ? EXIT.failed : EXIT.ok;
    });
  });
}
