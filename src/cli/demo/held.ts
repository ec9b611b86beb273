import type { PlanDecision, PlanView } from "../../runs/held-report.js";
import type { SyncReport } from "../../runs/report.js";
import { meaning } from "../render/demo.js";
import { planDecision, planView } from "../render/plans.js";
import { syncReport } from "../render/sync.js";
import { operatorOf, type Session } from "../session.js";
import type { Shell } from "../shell.js";
import { chapter, command, print, say, show, syncWhole } from "./telling.js";

/** What the scene showed. */
export interface HeldScene {
  readonly held: SyncReport;
  readonly plan: PlanView;
  readonly approved: PlanDecision;
}

/** More people leave at once than the limits allow: nobody departs until a named person says that it is so. */
export async function theHeldSync(shell: Shell, session: Session): Promise<HeldScene> {
  const { runs, context } = session;
  chapter(shell, 4, "Thursday 2 April 2026: too much at once");
  command(shell, "countersign sync");
  const held = await syncWhole(shell, session);
  show(shell, held, (view, look) => syncReport(view, new Map(), look));
  print(shell, "");
  say(shell, "In other words, of what was written:");
  show(shell, held, meaning);
  const id = held.sources.map((one) => one.held?.plan).find((one) => typeof one === "string");
  if (id === undefined) throw new Error("nothing was held");
  print(shell, "");
  say(
    shell,
    "A broken export would look the same as six owners who really leave. So none of the departures is written, everything else is, and somebody who is not among them looks.",
  );
  command(shell, `countersign plans show ${id}`);
  const plan = await runs.plan(context, { id });
  show(shell, plan, planView);
  const reason = "announced in March";
  command(shell, `countersign plans approve ${id} --reason "${reason}"`);
  const operator = operatorOf(shell, session.loaded);
  const approved = await runs.approvePlan(context, { id, operator, reason });
  show(shell, approved, planDecision);
  return { held, plan, approved };
}
