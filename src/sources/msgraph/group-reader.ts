import { SourceRefused } from "../remote/errors.js";
import { refersToLogin } from "./convert.js";
import type { Fresh } from "./evidence.js";
import { remark } from "./read-state.js";
import { listPages, type Run } from "./run.js";
import { reference } from "./schema.js";
import { isAbsent, objectWithId } from "./user-reader.js";

/** One group by its id. A deleted one is gone: teams have no soft deletion of their own. */
export async function readGroup(run: Run, id: string): Promise<Fresh> {
  try {
    const { body } = await run.client.get({
      link: run.asks.group(id),
      endpoint: "GET /groups/{id}",
      shape: objectWithId(id),
      signal: run.request.signal,
    });
    return { kind: "live", raw: body, unsaid: false };
  } catch (error) {
    if (isAbsent(error)) return { kind: "none" };
    throw error;
  }
}

/**
 * Logins that own a group; null: nothing can be said of them, because the app may not read owners or
 * the group went away meanwhile.
 */
export async function readOwners(run: Run, groupId: string): Promise<readonly string[] | null> {
  const { groups } = run.state;
  if (!run.config.groups.owners || groups.ownersRefused) return null;
  try {
    const owners = await loginsAt(run, run.asks.owners(groupId), "GET /groups/{id}/owners");
    if (owners.isWhole) return owners.ids;
    // Half of the owners would name the wrong head. The next read asks again: no change tells when it is mended.
    groups.recheck[groupId] ??= [];
    remark(
      run.state,
      "A group has an owner without a readable id: its head and deputies stay as they were.",
    );
    return null;
  } catch (error) {
    if (isAbsent(error)) return null;
    if (!(error instanceof SourceRefused) || error.status !== 403) throw error;
    groups.ownersRefused = true;
    remark(
      run.state,
      "Owners of groups could not be read, so what is known of heads and deputies stays: grant GroupMember.Read.All, or set groups.owners: false.",
    );
    return null;
  }
}

/** Logins that belong to a group now; null: there is no such group. */
export async function readMembers(run: Run, groupId: string): Promise<Logins | null> {
  try {
    return await loginsAt(run, run.asks.members(groupId), "GET /groups/{id}/members");
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** A list of references to logins. */
export interface Logins {
  readonly ids: readonly string[];
  /** Each could be read; else whoever is not named may be there all the same (F12). */
  readonly isWhole: boolean;
}

/** The logins on all pages of a list of references. */
export async function loginsAt(run: Run, link: string, endpoint: string): Promise<Logins> {
  const { client, request } = run;
  const ids: string[] = [];
  let isWhole = true;
  for await (const { records } of listPages({ client, link, endpoint, signal: request.signal })) {
    for (const raw of records) {
      const found = reference.safeParse(raw);
      if (!found.success) isWhole = false;
      else if (refersToLogin(found.data)) ids.push(found.data.id);
    }
  }
  return { ids, isWhole };
}
