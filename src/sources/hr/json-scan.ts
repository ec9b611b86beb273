/** Characters one JSON record may have; a longer one is skipped and reported, never held. */
export const RECORD_LIMIT = 16 * 1024 * 1024;

/** The text of one element of the array, not parsed yet; null when it was too long to keep. */
export interface JsonElement {
  readonly text: string | null;
  readonly line: number;
  readonly column: number;
  readonly lastLine: number;
}

export interface ScanEnd {
  readonly elements: readonly JsonElement[];
  /** Why the end is none; null when the text ended where it may. */
  readonly fault: string | null;
}

/** Cuts text into records, chunk by chunk. */
export interface ElementScanner {
  write(text: string): JsonElement[];
  end(): ScanEnd;
}

type Stage = "before" | "key" | "value" | "elements" | "after";

/**
 * Finds the elements of an array of records in JSON text, in chunks of any size, holding never more
 * than one: the array is the whole text, or a member of the whole text under one of `names`. It
 * matches brackets and strings only; whether an element is JSON is seen when it is parsed.
 */
export class JsonArrayScanner implements ElementScanner {
  readonly #names: ReadonlySet<string>;
  #stage: Stage = "before";
  #found: JsonElement[] = [];
  /** Open brackets inside the element, or inside a member that is passed over. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Whether the root is an object, so that the array is followed by more members. */
  #inObject = false;
  #wanted = false;
  #seenArray = false;
  #text = "";
  #length = 0;
  #started = false;
  #startLine = 1;
  #startColumn = 1;
  #line = 1;
  #column = 1;
  #afterCr = false;
  #fault: string | null = null;

  constructor(names: readonly string[]) {
    this.#names = new Set(names);
  }

  /** Takes the next chunk and returns the elements that ended in it. */
  write(text: string): JsonElement[] {
    this.#found = [];
    let kept = 0;
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (this.#stage === "elements" && !this.#inString && this.#depth === 0) {
        if (character === "," || character === "]") {
          this.#keep(text, kept, at);
          this.#endElement(character === "]");
          kept = at + 1;
          this.#step(character);
          continue;
        }
        if (!this.#started && !isBlank(character)) {
          kept = at;
          this.#started = true;
          this.#startLine = this.#line;
          this.#startColumn = this.#column;
        }
      }
      if (this.#stage === "elements") this.#match(character);
      else if (this.#outside(character)) kept = at + 1;
      this.#step(character);
    }
    this.#keep(text, kept, text.length);
    return this.#found;
  }

  /** A record that was closed though the list was not is returned; one that is open is cut off. */
  end(): ScanEnd {
    const fault = this.#faultAtEnd();
    this.#found = [];
    if (this.#started && this.#depth === 0 && !this.#inString) this.#endElement(false);
    return { elements: this.#found, fault };
  }

  #faultAtEnd(): string | null {
    if (this.#fault !== null) return this.#fault;
    if (this.#stage === "before") return "The file is empty.";
    if (this.#stage !== "after") {
      return `The JSON stops on line ${this.#line} before it is closed: the file is cut off.`;
    }
    if (this.#seenArray) return null;
    return `The JSON holds no list of records: write an array, or {"${[...this.#names][0] ?? ""}": [...]}.`;
  }

  /** Outside of the array. True when the array begins with the next character. */
  #outside(character: string): boolean {
    if (this.#stage === "key" || this.#stage === "value") return this.#member(character);
    if (isBlank(character)) return false;
    if (this.#stage === "after") {
      this.#fault ??= `The JSON goes on after its end on line ${this.#line}: two files in one?`;
      return false;
    }
    if (character === "[") return this.#openArray();
    this.#inObject = character === "{";
    if (!this.#inObject) this.#fault ??= "The file does not begin with [ or {: it is not JSON.";
    this.#stage = this.#inObject ? "key" : "after";
    return false;
  }

  /** Inside the root object: keys are read, members with other names are passed over. */
  #member(character: string): boolean {
    const inside = this.#inString || this.#depth > 0;
    if (!inside && this.#stage === "key" && character === ":") {
      this.#wanted = this.#names.has(parseKey(this.#text)) && !this.#seenArray;
      this.#text = "";
      this.#stage = "value";
      return false;
    }
    if (!inside && character === "}") {
      this.#stage = "after";
      return false;
    }
    if (!inside && character === ",") {
      this.#stage = "key";
      this.#text = "";
      return false;
    }
    if (!inside && this.#wanted && character === "[") return this.#openArray();
    if (this.#stage === "key" && this.#text.length < 1_000) this.#text += character;
    this.#match(character);
    return false;
  }

  #openArray(): boolean {
    this.#stage = "elements";
    this.#seenArray = true;
    this.#wanted = false;
    this.#started = false;
    this.#text = "";
    this.#length = 0;
    return true;
  }

  #match(character: string): void {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (character === "\\") this.#escaped = true;
      else if (character === '"') this.#inString = false;
    } else if (character === '"') this.#inString = true;
    else if (character === "{" || character === "[") this.#depth += 1;
    else if (character === "}" || character === "]") this.#depth = Math.max(0, this.#depth - 1);
  }

  #keep(text: string, from: number, to: number): void {
    if (this.#stage !== "elements" || !this.#started || from >= to) return;
    this.#length += to - from;
    if (this.#length <= RECORD_LIMIT) this.#text += text.slice(from, to);
    else this.#text = "";
  }

  #endElement(last: boolean): void {
    // `[]` has no element; `[1,]` and `[,1]` have one that is no JSON and is reported as such.
    if (this.#started || !last) {
      this.#found.push({
        text: this.#length > RECORD_LIMIT ? null : this.#text,
        line: this.#startLine,
        column: this.#startColumn,
        lastLine: this.#line,
      });
    }
    this.#started = false;
    this.#text = "";
    this.#length = 0;
    if (last) this.#stage = this.#inObject ? "value" : "after";
  }

  #step(character: string): void {
    if (character === "\n" || character === "\r") {
      if (character === "\r" || !this.#afterCr) this.#line += 1;
      this.#column = 1;
    } else this.#column += 1;
    this.#afterCr = character === "\r";
  }
}

function isBlank(character: string): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}

function parseKey(text: string): string {
  try {
    const key: unknown = JSON.parse(text.trim());
    return typeof key === "string" ? key : "";
  } catch {
    return "";
  }
}
