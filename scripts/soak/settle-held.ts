import { plans, sync } from "../../src/runs/use-cases.js";
import { firstApprover } from "../first-approver.js";
import type { SoakWorld } from "./world.js";

/** Releases that follow from each other at most: what is held of one source may hold another. */
const ROUNDS = 4;
const SAID = { login: "soak", reason: "the company says the same" };

/**
 * Everything that is held after a clean sync is approved by the first of the company who is not affected
 * by it, and applied. A feed that was wrong is never approved: after a clean sync nothing of it waits.
 */
export async function settleHeld(world: SoakWorld): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = world.now();
    const waiting = (await plans(context)).filter(({ state }) => state !== "approved");
    if (waiting.length === 0) return;
    const people = await addresses(world);
    for (const { id } of waiting) await firstApprover(context, { ...SAID, id }, people);
    // Whole, as what is held was read: of changes alone the same plan would not come of it.
    await sync({ ...world.whole, clock: context.clock }, { plan: false });
  }
}

/** Of everybody who works there, in order. */
async function addresses({ context }: SoakWorld): Promise<string[]> {
  const { records } = await context.graph.read((tx) =>
    tx.run(
      "MATCH (p:Person) WHERE p.activeUntil IS NULL AND p.email IS NOT NULL RETURN p.email AS email ORDER BY email",
    ),
  );
  return records.map((record) => String(record.get("email")));
}
