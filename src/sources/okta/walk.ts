import type { ListPage } from "./client.js";
import { START, type Walk } from "./cursor.js";
import { isRefusedCursor } from "./errors.js";

export interface WalkedPage {
  readonly items: ListPage["items"];
  /** Where the list goes on; null: it was its last page. */
  readonly next: Walk | null;
  /** The list was begun anew for this page: what was counted before is counted again. */
  readonly restarted: boolean;
}

/**
 * One page of a list. When its place in the list is refused, the list is begun anew, once (F4): what
 * was read of it is told again, which changes nothing.
 *
 * @throws as `OktaClient.list`
 */
export async function walk(
  from: Walk,
  read: (after: string | null) => Promise<ListPage>,
): Promise<WalkedPage> {
  try {
    const page = await read(from.after);
    const next = page.after === null ? null : { after: page.after, restarted: from.restarted };
    return { items: page.items, next, restarted: false };
  } catch (error) {
    if (from.after === null || from.restarted || !isRefusedCursor(error)) throw error;
    const page = await walk({ ...START, restarted: true }, read);
    return { ...page, restarted: true };
  }
}
