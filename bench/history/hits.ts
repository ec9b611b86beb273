import type { Driver, ProfiledPlan } from "neo4j-driver";

/** Database accesses of one statement: the same however busy the machine is. */
export async function dbHits(
  driver: Driver,
  text: string,
  params: Readonly<Record<string, unknown>>,
): Promise<number> {
  const { summary } = await driver.executeQuery(`PROFILE ${text}`, { ...params });
  if (summary.profile === false) throw new Error("the server gave no profile");
  return hitsOf(summary.profile);
}

function hitsOf(plan: ProfiledPlan): number {
  return plan.children.reduce((sum, child) => sum + hitsOf(child), plan.dbHits);
}
