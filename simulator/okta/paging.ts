import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { contentHash } from "../../src/platform/ids.js";
import { OktaRefusal } from "./errors.js";

/** Query parameters, each once. */
export const querySchema = z.record(z.string(), z.string());

/** Where a list goes on: after this key, in the list that was asked for. Opaque to clients. */
const cursorSchema = z.strictObject({ after: z.string(), of: z.string() });

export interface Cut<Thing> {
  readonly items: readonly Thing[];
  /** Key of the last item when more follow. */
  readonly next: string | null;
}

export interface Paged {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Address of this server. */
  readonly url: string;
}

/** The cursor of a request, null at the beginning. @throws OktaRefusal E0000031 when it is not ours */
export function cursorOf(request: FastifyRequest): string | null {
  const query = querySchema.parse(request.query);
  if (query["after"] === undefined) return null;
  try {
    const text = Buffer.from(query["after"], "base64url").toString();
    const cursor = cursorSchema.parse(JSON.parse(text));
    if (cursor.of === identityOf(request)) return cursor.after;
  } catch {
    // Not ours: refused below.
  }
  throw new OktaRefusal("E0000031", "after");
}

/** How many items a page has: what was asked for, within what this server gives at most. */
export function limitOf(
  request: FastifyRequest,
  bounds: { readonly standard: number; readonly most: number },
): number {
  const text = querySchema.parse(request.query)["limit"];
  const limit = text === undefined ? bounds.standard : Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw new OktaRefusal("E0000001", "limit");
  return Math.min(limit, bounds.most);
}

/** Items by key in the order of `keys` (sorted), from the cursor on. Keys that are gone are no gap. */
export function cutSorted<Thing>(
  keys: readonly string[],
  page: { readonly after: string | null; readonly limit: number },
  pick: (key: string) => Thing | null,
): Cut<Thing> {
  const items: Thing[] = [];
  let last = "";
  for (let index = firstAfter(keys, page.after); index < keys.length; index += 1) {
    const key = keys[index] ?? "";
    const thing = pick(key);
    if (thing === null) continue;
    if (items.length === page.limit) return { items, next: last };
    items.push(thing);
    last = key;
  }
  return { items, next: null };
}

function firstAfter(keys: readonly string[], after: string | null): number {
  if (after === null) return 0;
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? "") <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `Link` headers as Okta sends them: one for `self`, one for `next` where more follows. */
export function linkTo(next: string | null, { request, reply, url }: Paged): string | null {
  const self = new URL(request.url, url);
  const links = [`<${self.href}>; rel="self"`];
  if (next === null) {
    void reply.header("link", links);
    return null;
  }
  const target = new URL(self);
  const cursor = JSON.stringify({ after: next, of: identityOf(request) });
  target.searchParams.set("after", Buffer.from(cursor).toString("base64url"));
  void reply.header("link", [...links, `<${target.href}>; rel="next"`]);
  return target.href;
}

/** What a cursor belongs to: path and parameters except the cursor and the size of a page. */
function identityOf(request: FastifyRequest): string {
  const { after: _after, limit: _limit, ...rest } = querySchema.parse(request.query);
  return contentHash([request.url.replace(/\?.*$/s, ""), rest]);
}
