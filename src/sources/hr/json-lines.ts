import { RECORD_LIMIT, type ElementScanner, type JsonElement, type ScanEnd } from "./json-scan.js";

/** Cuts JSON Lines into records: one a line, blank lines are none. Holds never more than one. */
export class JsonLineScanner implements ElementScanner {
  #pending = "";
  #length = 0;
  #line = 1;
  #any = false;

  write(text: string): JsonElement[] {
    const found: JsonElement[] = [];
    let from = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
      this.#keep(text.slice(from, end));
      this.#endLine(found);
      this.#line += 1;
      from = end + 1;
    }
    this.#keep(text.slice(from));
    return found;
  }

  end(): ScanEnd {
    const elements: JsonElement[] = [];
    this.#endLine(elements);
    return { elements, fault: this.#any ? null : "The file is empty." };
  }

  #keep(piece: string): void {
    this.#length += piece.length;
    this.#pending = this.#length <= RECORD_LIMIT ? this.#pending + piece : "";
  }

  #endLine(found: JsonElement[]): void {
    const text = this.#length > RECORD_LIMIT ? null : this.#pending;
    this.#pending = "";
    this.#length = 0;
    if (text !== null && text.trim() === "") return;
    this.#any = true;
    found.push({ text, line: this.#line, column: 1, lastLine: this.#line });
  }
}
