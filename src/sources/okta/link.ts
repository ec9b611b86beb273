import type { Collection } from "@okta/okta-sdk-nodejs";

/** Which page of a list: the one after this cursor, or the first. */
export interface PageAt {
  readonly after?: string;
}

const LINK = /<([^>]*)>([^<]*)/g;
const NEXT = /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)/i;

/**
 * The `after` cursor of the next page out of `Link` headers (RFC 8288); null: this was the last page.
 *
 * Only the cursor is taken: whatever address a link names, the credential never leaves the configured
 * one.
 *
 * @throws Error when there is a next link without a cursor
 */
export function nextCursor(linkHeader: string | null): string | null {
  for (const [, target = "", parameters = ""] of (linkHeader ?? "").matchAll(LINK)) {
    if (NEXT.test(parameters)) return cursorIn(target);
  }
  return null;
}

/** The `after` cursor of an address. @throws Error when it has none */
export function cursorIn(target: string): string {
  const after = URL.parse(target, "https://relative.invalid")?.searchParams.get("after") ?? "";
  if (after === "") throw new Error("a next link without a cursor");
  return after;
}

/**
 * The page of a list whose operation takes no cursor: it is put into the address that the SDK's list
 * asks next, as the SDK itself would.
 */
export function goOnAt<T>(list: Collection<T>, { after }: PageAt): Collection<T> {
  if (after === undefined) return list;
  const url = new URL(list.nextUri);
  url.searchParams.set("after", after);
  list.nextUri = url.href;
  return list;
}
