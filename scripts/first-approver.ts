import type { Context } from "../src/runs/context.js";
import { approvePlan } from "../src/runs/use-cases.js";

/**
 * Has a held plan approved by the first of these people who is not affected by it: whoever is refuses
 * themselves, so they are asked in turn.
 *
 * @param people addresses of who works there, in order
 * @returns who approved, after how many who could not
 * @throws Error when nobody may
 */
export async function firstApprover(
  context: Context,
  order: { readonly id: string; readonly login: string; readonly reason: string },
  people: readonly string[],
): Promise<{ readonly person: string; readonly affected: number }> {
  const { id, login, reason } = order;
  for (const [affected, person] of people.entries()) {
    const { refused } = await approvePlan(context, { id, operator: { login, person }, reason });
    if (refused.length === 0) return { person, affected };
  }
  throw new Error(`nobody of ${String(people.length)} people may approve ${id}`);
}
