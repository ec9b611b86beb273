import { z } from "zod";
import type { Life } from "../../scripts/soak/life.js";
import type { Letterbox } from "../../scripts/soak/living-source.js";
import { tell } from "../../scripts/soak/one-life.js";
import type { Context } from "../../src/runs/context.js";
import type { openSource } from "../../src/runs/sources.js";
import { dueWork, sync } from "../../src/runs/use-cases.js";

export const stageWork = z.enum(["sync", "dueWork"]);

/** What one process does in a stage: a sync or due work, then a telling of what there is to tell. */
export async function liveStage(
  context: Context,
  stage: {
    readonly work: z.infer<typeof stageWork>;
    readonly life: Life;
    readonly letterbox: Letterbox;
    readonly openSource: typeof openSource;
  },
): Promise<void> {
  const { work, life, letterbox } = stage;
  if (work === "dueWork") await dueWork(context);
  else {
    const { sources } = await sync(context, { plan: false, openSource: stage.openSource });
    const ill = sources.filter((one) => one.status !== "complete" || one.problems.length > 0);
    if (ill.length > 0) throw new Error(JSON.stringify(ill));
  }
  await tell(context, life, letterbox);
}
