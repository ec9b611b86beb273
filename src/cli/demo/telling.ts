import { CountersignError } from "../../platform/errors.js";
import type { SyncReport } from "../../runs/report.js";
import { syncProgress } from "../progress.js";
import { chapterTitle, told, typed } from "../render/demo.js";
import type { Look } from "../render/look.js";
import { cleanAll } from "../render/text.js";
import type { Session } from "../session.js";
import type { Shell } from "../shell.js";

/** The sample is without a fault; a story told on half of it would be a lie. */
export async function syncWhole(
  shell: Shell,
  { runs, context }: Pick<Session, "runs" | "context">,
): Promise<SyncReport> {
  const progress = syncProgress(shell);
  const report = await runs
    .sync(context, { plan: false, onProgress: progress.update })
    .finally(progress.stop);
  for (const { source, status, failure, problems } of report.sources) {
    if (status === "complete" && problems.length === 0) continue;
    throw new CountersignError({
      code: "DEMO_BROKEN",
      message: `The sample company could not be read: ${source} is ${status}. ${failure?.message ?? problems[0]?.sentence ?? ""}`,
      next: "This is a defect of Countersign; please report it.",
    });
  }
  return report;
}

export function chapter(shell: Shell, number: number, title: string): void {
  print(shell, chapterTitle(number, title, shell.look));
}

export function say(shell: Shell, text: string): void {
  print(shell, told(text, shell.look));
}

export function command(shell: Shell, text: string): void {
  print(shell, `\n${typed(text, shell.look)}`);
}

/** What the command itself would print: made of the clean view, as everywhere. */
export function show<View>(
  shell: Shell,
  view: View,
  render: (view: View, look: Look) => string,
): void {
  print(shell, render(cleanAll(view), shell.look));
}

/** The story is for people; `--json` gets the facts at the end. */
export function print(shell: Shell, text: string): void {
  if (!shell.json) shell.io.stdout.write(`${text}\n`);
}
