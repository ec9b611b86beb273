import { createHash } from "node:crypto";
import type { HrHttpsSourceConfig } from "../../platform/config-sources.js";
import type { AnswerHeaders } from "../remote/http.js";

type Paging = HrHttpsSourceConfig["paging"];

/** More pages than any company has; a report without an end stops here. */
const PAGE_LIMIT = 100_000;

/** What one page turned out to be. */
export interface FetchedPage {
  /** Where it came from at last. */
  readonly url: URL;
  readonly headers: AnswerHeaders;
  /** The answer without its records; null when it is too large to keep. */
  readonly envelope: unknown;
  readonly records: number;
  /** Of the records. */
  readonly hash: string;
}

/** What follows a page. Reasons are sentences for the certificate. */
export type NextPage =
  | { readonly kind: "fetch"; readonly url: string }
  | { readonly kind: "end" }
  /** There is more and it cannot be had: the report is incomplete (F4). */
  | { readonly kind: "broken"; readonly reason: string }
  /** The page is one that was read already: it must not be taken. */
  | { readonly kind: "repeated"; readonly reason: string };

/** Finds the pages of one report, one after the other, and never the same one twice. */
export class Pager {
  /** Address of the first page. */
  readonly first: string;
  readonly #paging: Paging;
  readonly #report: URL;
  /** Short hashes of the addresses that were given. */
  readonly #seen = new Set<string>();
  #pages = 0;
  #records = 0;
  #lastHash: string | null = null;

  constructor(report: string, paging: Paging) {
    this.#paging = paging;
    this.#report = new URL(report);
    this.first = this.#address() ?? report;
    this.#seen.add(shortHash(new URL(this.first).href));
  }

  /** What follows `page`, the one that was fetched last. */
  after(page: FetchedPage): NextPage {
    this.#pages += 1;
    this.#records += page.records;
    const found = this.#next(page);
    this.#lastHash = page.hash;
    if (found.kind !== "fetch" || this.#pages < PAGE_LIMIT) return found;
    return {
      kind: "broken",
      reason: `The report goes on after ${PAGE_LIMIT.toLocaleString("en")} pages.`,
    };
  }

  #next(page: FetchedPage): NextPage {
    const paging = this.#paging;
    switch (paging.how) {
      case "none":
        return { kind: "end" };
      case "page":
        return this.#counted(page, paging.pageParam);
      case "offset":
        return this.#counted(page, paging.offsetParam);
      case "next":
        return this.#linked(page, linkIn(page.envelope, paging.field), paging.field);
      case "link":
        return this.#linked(page, linkOf(page.headers.get("link")), "Link");
    }
  }

  /**
   * Only an empty page is the end. A page shorter than asked for is none: many services give fewer than
   * they are asked for, and everybody after them would be taken for gone.
   */
  #counted(page: FetchedPage, param: string): NextPage {
    if (page.records === 0) return { kind: "end" };
    if (page.hash === this.#lastHash) {
      const reason =
        `Page ${this.#pages} is page ${this.#pages - 1} again: the service does not know the ` +
        `parameter "${param}". Correct \`paging:\` in the config.`;
      return { kind: "repeated", reason };
    }
    const url = this.#address();
    return url === null ? { kind: "end" } : { kind: "fetch", url };
  }

  #linked(page: FetchedPage, link: string | null, where: string): NextPage {
    if (link === null) return { kind: "end" };
    const url = URL.parse(link, page.url.href);
    if (url === null) {
      return { kind: "broken", reason: `Page ${this.#pages} names no address in ${where}.` };
    }
    if (url.origin !== this.#report.origin) {
      const reason =
        `Page ${this.#pages} points to another server (${url.host}), which is not asked: ` +
        "the login would go along.";
      return { kind: "broken", reason };
    }
    const hash = shortHash(url.href);
    if (this.#seen.has(hash)) {
      return { kind: "broken", reason: `Page ${this.#pages} points back to one that was read.` };
    }
    this.#seen.add(hash);
    return { kind: "fetch", url: url.href };
  }

  /** Address of the next page by number; null where pages are not counted. */
  #address(): string | null {
    const paging = this.#paging;
    const url = new URL(this.#report);
    if (paging.how === "page") {
      url.searchParams.set(paging.pageParam, String(paging.first + this.#pages));
    } else if (paging.how === "offset") {
      url.searchParams.set(paging.offsetParam, String(this.#records));
    } else return null;
    url.searchParams.set(paging.sizeParam, String(paging.size));
    return url.href;
  }
}

/** `next`, or `_links.next` inside others; an object is asked for its `href` or `url`. */
function linkIn(envelope: unknown, field: string): string | null {
  const whole = memberOf(envelope, field);
  const value = whole ?? field.split(".").reduce(memberOf, envelope);
  const link = memberOf(value, "href") ?? memberOf(value, "url") ?? value;
  return typeof link === "string" && link !== "" ? link : null;
}

function memberOf(value: unknown, name: string): unknown {
  if (value === null || typeof value !== "object") return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** The target with `rel=next` of a Link header (RFC 8288). */
function linkOf(header: string | null): string | null {
  for (const [, target = "", parameters = ""] of (header ?? "").matchAll(/<([^>]*)>([^<]*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters);
    const words = (rel?.[1] ?? rel?.[2] ?? "").toLowerCase().split(/\s+/);
    if (words.includes("next")) return target;
  }
  return null;
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("base64").slice(0, 22);
}
