import { Presets, SingleBar } from "cli-progress";
import { clean } from "./render/text.js";
import type { Shell } from "./shell.js";
import type { Progress } from "../runs/read-step.js";

const VERBS: Readonly<Record<Progress["phase"], string>> = {
  read: "reading",
  apply: "applying",
  decide: "deciding",
};

export interface ProgressShow {
  readonly update: (progress: Progress) => void;
  readonly stop: () => void;
}

/** A bar on a terminal's stderr; nothing where nobody watches. */
export function syncProgress(shell: Shell): ProgressShow {
  if (shell.io.stderr.isTTY !== true || shell.json) {
    return { update: () => undefined, stop: () => undefined };
  }
  const bar = new SingleBar(
    {
      format: "  {source} {verb} {bar} {amount}",
      clearOnComplete: true,
      hideCursor: true,
      barsize: 24,
      // Ours to stop: the bar's own signal handlers would swallow Ctrl-C.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update: ({ source, phase, done, of }) => {
      const amount =
        of === null
          ? done.toLocaleString("en-GB")
          : `${done.toLocaleString("en-GB")} of ${of.toLocaleString("en-GB")}`;
      const facts = { source: clean(source), verb: VERBS[phase], amount };
      if (!started) bar.start(of ?? Math.max(done, 1), done, facts);
      started = true;
      bar.setTotal(of ?? Math.max(done, 1));
      bar.update(done, facts);
    },
    stop: () => bar.stop(),
  };
}
