import type { PreparedState } from "./pages.js";

/** Rows by the statement that takes them. */
export type LoaderRows = Readonly<Record<string, readonly object[]>>;

/** What a loader by hand is made of. */
export interface Loader {
  /** Constraints and indexes. */
  readonly schema: readonly string[];
  /** One statement for each kind of row, in this order. */
  readonly loading: Readonly<Record<string, string>>;
  /** For a graph that is not empty; null: it only loads an empty one. */
  readonly changing: {
    /** As `loading`, with a stamp on everything that is seen. */
    readonly stamped: Readonly<Record<string, string>>;
    /** Deletes what carries no stamp of this time, edges before nodes. */
    readonly removing: readonly string[];
  } | null;
  readonly rowsOf: (state: PreparedState) => LoaderRows;
}

/** A uniqueness constraint for each `Label.property`. */
export function uniqueness(...keys: readonly `${string}.${string}`[]): string[] {
  return keys.map((key) => {
    const [label, property] = key.split(".");
    return `CREATE CONSTRAINT IF NOT EXISTS FOR (n:${label}) REQUIRE n.${property} IS UNIQUE`;
  });
}
