import type { Config } from "./config.js";

/** Stands for the worker ids on which directories agree where no HR source gives them out. */
export const SHARED_WORKER_IDS = "worker";

/** Whose worker ids an account carries when its directory's `workerIds:` does not say: the first HR source's. */
export function workerIdSourceOf({ sources }: Pick<Config, "sources">): string {
  return sources.find(({ type }) => type.startsWith("hr-"))?.id ?? SHARED_WORKER_IDS;
}
