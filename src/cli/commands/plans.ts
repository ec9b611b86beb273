import type { Command } from "commander";
import type { PlanDecision } from "../../runs/held-report.js";
import type { PlanOrder } from "../../runs/plans.js";
import { action, type Registrar } from "../action.js";
import { EXIT } from "../exit.js";
import { planDecision, planList, planView } from "../render/plans.js";
import { planMarkdown } from "../render/plan-markdown.js";
import { cleanAll } from "../render/text.js";
import { configOf, operatorOf, withSession, type Session } from "../session.js";
import { answer, usage } from "../shell.js";

/** What a sync would have taken away and did not: a named person looks at it and decides. */
export function registerPlans(registrar: Registrar): void {
  const group = registrar.program
    .command("plans")
    .summary("what is held because it would take too much away; approve or reject it")
    .description(
      "A sync that would take more away than the limits allow writes none of that: it is held as a plan, until a\n" +
        "named person approves it. An approval covers exactly what was shown, once, and expires.",
    );
  registerList(registrar, group);
  registerShow(registrar, group);
  registerDecision(registrar, group, {
    verb: "approve",
    summary: "let the next sync of the source apply exactly this, once",
    act: ({ runs, context }, order) => runs.approvePlan(context, order),
  });
  registerDecision(registrar, group, {
    verb: "reject",
    summary: "leave it held; nobody is asked again until the source tells something else",
    act: ({ runs, context }, order) => runs.rejectPlan(context, order),
  });
}

function registerList(registrar: Registrar, group: Command): void {
  group
    .command("list", { isDefault: true })
    .summary("plans that wait for a decision")
    .option("--all", "also those that were applied, withdrawn or replaced")
    .addHelpText("after", "\nExit codes: 0 none waits; 3 some do")
    .action(
      action(registrar, async (shell, options: { all?: boolean }) =>
        withSession(shell, async ({ runs, context }) => {
          const lines = await runs.plans(context, options);
          answer(shell, lines, planList);
          const waits = lines.some(({ state }) => state === "held" || state === "expired");
          return waits ? EXIT.findings : EXIT.ok;
        }),
      ),
    );
}

function registerShow(registrar: Registrar, group: Command): void {
  group
    .command("show <plan>")
    .summary("what a plan means, then everything it would do")
    .option("--markdown", "for a ticket or a pull request")
    .action(
      action(registrar, async (shell, options: { markdown?: boolean }, [id = ""]) => {
        if (options.markdown === true && shell.json) {
          throw usage("--markdown and --json exclude each other.", "Say one of them.");
        }
        return withSession(shell, async ({ runs, context }) => {
          const view = await runs.plan(context, { id });
          if (options.markdown === true) shell.io.stdout.write(planMarkdown(cleanAll(view)));
          else answer(shell, view, planView);
          return EXIT.ok;
        });
      }),
    );
}

function registerDecision(
  registrar: Registrar,
  group: Command,
  of: {
    readonly verb: "approve" | "reject";
    readonly summary: string;
    readonly act: (session: Session, order: PlanOrder) => Promise<PlanDecision>;
  },
): void {
  group
    .command(`${of.verb} <plan>`)
    .summary(of.summary)
    .description(
      `${of.summary.charAt(0).toUpperCase()}${of.summary.slice(1)}.\n` +
        "Who decides is the login of this machine, mapped to a person under `operators` in the config.",
    )
    .requiredOption("--reason <text>", "why; on record with your name")
    .addHelpText("after", "\nExit codes: 0 on record; 1 refused")
    .action(
      action(registrar, async (shell, { reason }: { reason: string }, [id = ""]) => {
        const operator = operatorOf(shell, configOf(shell));
        return withSession(shell, async (session) => {
          const decision = await of.act(session, { id, operator, reason });
          answer(shell, decision, planDecision);
          return decision.refused.length === 0 ? EXIT.ok : EXIT.failed;
        });
      }),
    );
}
