import type { Place } from "../../platform/problem.js";

/** Places by path, `""` being the document itself. */
export type Places = Readonly<Record<string, Place>>;

/** Turns offsets in a file's text into lines and columns. One per file. */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #file: string;

  constructor(file: string, text: string) {
    this.#file = file;
    const starts = [0];
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1))
      starts.push(at + 1);
    this.#starts = starts;
  }

  get file(): string {
    return this.#file;
  }

  /** Offsets at which lines begin. */
  get starts(): readonly number[] {
    return this.#starts;
  }

  place(offset: number): Place {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.#file, line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}

/** `signed.0.by` */
export function joinPath(parts: readonly PropertyKey[]): string {
  return parts.map(String).join(".");
}

/** The place of a field or, where it is not written, of the nearest thing around it. */
export function placeOf(places: Places, path: string): Place {
  let at = path;
  while (at !== "") {
    const place = places[at];
    if (place !== undefined) return place;
    at = at.slice(0, Math.max(0, at.lastIndexOf(".")));
  }
  return places[""] ?? { file: "", line: null, column: null };
}

/**
 * Adds the paths of the normalised document to those that were written: `criteria: words` is
 * `criteria.text` there, one `signed` block is `signed.0`, `binding: { team: x }` is `binding.id`.
 */
export function normalisedPlaces(places: Places): Places {
  const all: Record<string, Place> = { ...places };
  const copy = (from: string, to: string) => {
    const place = places[from];
    if (place !== undefined && all[to] === undefined) all[to] = place;
  };
  copy("criteria", "criteria.text");
  copy("threshold", "threshold.text");
  copy("binding", "binding.to");
  copy("binding.position", "binding.id");
  copy("binding.team", "binding.id");
  if (places["signed.0"] === undefined) {
    copy("signed", "signed.0");
    for (const field of ["by", "on", "evidence"]) copy(`signed.${field}`, `signed.0.${field}`);
  }
  return all;
}
