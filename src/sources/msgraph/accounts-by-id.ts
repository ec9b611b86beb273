import type { AccountObservation } from "../port.js";
import { concurrently } from "./concurrently.js";
import { convertUser, purgedAccount } from "./convert-user.js";
import { believe } from "./doubt.js";
import type { EntraParts } from "./parts.js";
import { userSchema } from "./schema.js";
import { confirmTenant } from "./tenant-check.js";
import { UserReader } from "./user-reader.js";

/**
 * Asks for single users before anything follows from their absence (F15), those who are deleted
 * included. Whom the directory does not know at all comes back as `purged`; who is there and cannot be
 * believed is left out, and so stays as known (F12).
 *
 * @throws TenantMismatch: in another tenant everybody would be absent (F11)
 */
export async function readPointAccounts(
  parts: EntraParts,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly AccountObservation[]> {
  const { config, client, asks, mapping } = parts;
  if (ids.length === 0) return [];
  await confirmTenant(config, { client, asks }, signal);
  const reader = new UserReader({ client, asks, level: 0, signIns: config.signIns });
  const found = await concurrently(ids, async (id): Promise<AccountObservation | null> => {
    const fresh = await reader.read(id, signal);
    if (fresh.kind === "none") return purgedAccount(config.id, id);
    const read = believe(fresh.raw, userSchema, { source: config.id, what: "users" });
    if (read.kind === "bad") return null;
    const deleted = fresh.kind === "deleted";
    return convertUser(read.good, { mapping, at: parts.clock.now(), deleted, lastSignIn: null })
      .account;
  });
  return found.filter((one) => one !== null);
}
