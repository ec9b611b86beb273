import { randomBytes } from "node:crypto";
import type { Entity } from "./entities.js";
import { GraphFault } from "./graph-fault.js";

/** An answer's item: an entity as it is, or an id that is shown when its page is turned to. */
export type Item = string | Entity;
export type Pages = readonly (readonly Item[])[];

interface Book {
  readonly pages: Pages;
  /** Null: nothing is there any more. */
  readonly show: (id: string) => Entity | null;
  /** Value of `$deltatoken` after the last page; null: an ordinary list. */
  readonly deltatoken: string | null;
}

/** One page and what comes after it. */
export interface TurnedPage {
  readonly entities: readonly Entity[];
  readonly skiptoken: string | null;
  readonly deltatoken: string | null;
}

/**
 * Answers that take more than one page. Which items are on which page is settled when the first one is
 * asked for, so a list does not shift under its reader.
 */
export class PageStore {
  readonly #books = new Map<string, Book>();

  /** The first page of a new book. */
  open(book: Book): TurnedPage {
    const key = randomBytes(24).toString("base64url");
    if (book.pages.length > 1) this.#books.set(key, book);
    return turned(book, key, 0);
  }

  /** @throws GraphFault 400 for a token that this server did not give out, or has forgotten */
  turn(skiptoken: string): TurnedPage {
    const [key = "", number = ""] = skiptoken.split(".");
    const book = this.#books.get(key);
    const index = Number(number);
    if (book?.pages[index] !== undefined) return turned(book, key, index);
    throw new GraphFault({
      status: 400,
      vendorCode: "Directory_ExpiredPageToken",
      message:
        "The specified page token value has expired and can no longer be included in your request.",
    });
  }

  /** Every token that is under way stops to be known. */
  forget(): void {
    this.#books.clear();
  }
}

function turned(book: Book, key: string, index: number): TurnedPage {
  const last = index >= book.pages.length - 1;
  const items = book.pages[index] ?? [];
  return {
    entities: items.flatMap<Entity>((item) =>
      typeof item === "string" ? (book.show(item) ?? []) : item,
    ),
    skiptoken: last ? null : `${key}.${index + 1}`,
    deltatoken: last ? book.deltatoken : null,
  };
}

/** Cut into pages of at most `size`. */
export function pagesOf<Kind extends Item>(items: readonly Kind[], size: number): Kind[][] {
  const pages: Kind[][] = [];
  for (let at = 0; at < items.length; at += size) pages.push(items.slice(at, at + size));
  return pages;
}
