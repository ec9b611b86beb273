import { DAY_MS, type Instant } from "../../domain/time.js";
import { SourceRefused } from "../remote/errors.js";
import { lastSignInOf } from "./convert-user.js";
import { remark } from "./read-state.js";
import { listPages, type Run } from "./run.js";
import { userSchema } from "./schema.js";

/**
 * Who has not signed in for long: user → last sign-in. A delta round does not tell sign-ins, so a full
 * read asks for these users first; in a round of changes each user is asked for by id anyway. Empty
 * when the config does not want it, or the directory refuses it: nothing is flagged then (N11).
 *
 * Memory: some 100 bytes for each such user, not for each user.
 */
export async function loadLastSignIns(run: Run): Promise<ReadonlyMap<string, Instant>> {
  const { config, asks, client, request } = run;
  const found = new Map<string, Instant>();
  if (!config.signIns) return found;
  const before = request.at - config.dormantAfterDays * DAY_MS;
  const link = asks.lastSignIns(before);
  try {
    const pages = listPages({ client, link, endpoint: "GET /users", signal: request.signal });
    for await (const { records } of pages) {
      for (const raw of records) {
        const user = userSchema.safeParse(raw);
        const last = user.success ? lastSignInOf(user.data) : null;
        if (user.success && last !== null && last <= before) found.set(user.data.id, last);
      }
    }
    return found;
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    remark(
      run.state,
      "Last sign-ins could not be read, so no dormant login is flagged: grant AuditLog.Read.All (the tenant needs a P1 licence), or set signIns: false.",
    );
    return new Map();
  }
}
