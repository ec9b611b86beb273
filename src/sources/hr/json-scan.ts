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

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LF = 0x0a;
const CR = 0x0d;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
/** A longer key is none of ours. */
const KEY_LENGTH = 1_000;
/** What stands around the list is kept up to this many characters. */
const ENVELOPE_LIMIT = 1_048_576;

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
  /** The element, or the key, as far as it was in earlier chunks; in this one it begins at `kept`. */
  #text = "";
  #kept = 0;
  #length = 0;
  #started = false;
  #startLine = 1;
  #startColumn = 1;
  #line = 1;
  /** Offsets in the whole text: of this chunk, of this line, of the last CR. */
  #base = 0;
  #lineStart = 0;
  #lastCr = -2;
  #fault: string | null = null;
  #envelope = "";

  constructor(names: readonly string[]) {
    this.#names = new Set(names);
  }

  write(text: string): JsonElement[] {
    this.#found = [];
    this.#kept = 0;
    let at = 0;
    while (at < text.length) {
      const from = at;
      const inside = this.#stage === "elements";
      if (this.#inString) at = this.#readString(text, at);
      else if (inside) at = this.#readElements(text, at);
      else at = this.#readOutside(text, at);
      if (!inside) this.#keepAround(text.slice(from, at));
      else if (this.#stage !== "elements") this.#keepAround("]");
    }
    if (this.#stage === "elements") this.#keep(text, text.length);
    this.#base += text.length;
    return this.#found;
  }

  /** Whether the list of records was there. */
  get sawList(): boolean {
    return this.#seenArray;
  }

  /**
   * The text without the elements of the list (`{"people":[],"next":"…"}`), for who wants to know what
   * stands beside it; null when that is too much to keep.
   */
  get envelope(): string | null {
    return this.#envelope.length < ENVELOPE_LIMIT ? this.#envelope : null;
  }

  #keepAround(text: string): void {
    if (this.#envelope.length < ENVELOPE_LIMIT) this.#envelope += text;
  }

  /** A record that was closed though the list was not is returned; one that is open is cut off. */
  end(): ScanEnd {
    const fault = this.#faultAtEnd();
    this.#found = [];
    if (this.#started && this.#depth === 0 && !this.#inString) this.#endElement();
    return { elements: this.#found, fault };
  }

  #faultAtEnd(): string | null {
    if (this.#fault !== null) return this.#fault;
    if (this.#stage === "before") return "The file is empty.";
    if (this.#stage !== "after") {
      return `The JSON stops on line ${this.#line} before it is closed: the file is cut off.`;
    }
    if (this.#seenArray) return null;
    const name = [...this.#names][0] ?? "";
    return `The JSON holds no list of records: write an array, or {"${name}": [...]}.`;
  }

  /** To the end of a string or of the chunk: a tight loop, for most characters are in strings. */
  #readString(text: string, from: number): number {
    let at = from;
    while (at < text.length && this.#inString) {
      const code = text.charCodeAt(at);
      if (this.#escaped) this.#escaped = false;
      else if (code === BACKSLASH) this.#escaped = true;
      else if (code === QUOTE) this.#inString = false;
      else if (code === LF || code === CR) this.#newLine(code, at);
      at += 1;
    }
    if (this.#stage === "key" && this.#text.length < KEY_LENGTH) this.#text += text.slice(from, at);
    return at;
  }

  /** Inside the array, up to the next string, the array's end or the end of the chunk. */
  #readElements(text: string, from: number): number {
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (isBlank(code)) {
        if (code === LF || code === CR) this.#newLine(code, at);
        continue;
      }
      if (this.#depth === 0 && (code === COMMA || code === CLOSE_BRACKET)) {
        this.#keep(text, at);
        this.#kept = at + 1;
        // `[]` has no element; `[1,]` has one that is no JSON and is reported as such.
        if (this.#started || code === COMMA) this.#endElement();
        if (code === COMMA) continue;
        this.#stage = this.#inObject ? "value" : "after";
        return at + 1;
      }
      if (!this.#started) this.#startElement(at);
      if (code === QUOTE) {
        this.#inString = true;
        return at + 1;
      }
      this.#match(code);
    }
    return text.length;
  }

  /** One character outside of the array. */
  #readOutside(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) this.#newLine(code, at);
    if (isBlank(code)) return at + 1;
    if (this.#stage === "key" || this.#stage === "value") this.#readMember(text.charAt(at), at);
    else if (this.#stage === "after") {
      this.#fault ??= `The JSON goes on after its end on line ${this.#line}: two files in one?`;
    } else if (code === OPEN_BRACKET) this.#openArray(at);
    else {
      this.#inObject = code === OPEN_BRACE;
      if (!this.#inObject) this.#fault ??= "The file does not begin with [ or {: it is not JSON.";
      this.#stage = this.#inObject ? "key" : "after";
    }
    return at + 1;
  }

  /** Inside the root object: keys are read, members with other names are passed over. */
  #readMember(character: string, at: number): void {
    const code = character.charCodeAt(0);
    if (code === QUOTE) this.#inString = true;
    if (this.#depth > 0) this.#match(code);
    else if (this.#stage === "key" && code === COLON) {
      this.#wanted = this.#names.has(parseKey(this.#text));
      this.#stage = "value";
    } else if (code === CLOSE_BRACE) this.#stage = "after";
    else if (code === COMMA) {
      this.#stage = "key";
      this.#text = "";
    } else if (this.#wanted && code === OPEN_BRACKET) this.#openArray(at);
    else if (this.#stage === "key" && this.#text.length < KEY_LENGTH) this.#text += character;
    else this.#match(code);
  }

  #openArray(at: number): void {
    if (this.#seenArray) {
      this.#fault ??= `A second list of records begins on line ${this.#line}: which one is meant?`;
    }
    this.#stage = "elements";
    this.#seenArray = true;
    this.#wanted = false;
    this.#started = false;
    this.#text = "";
    this.#length = 0;
    this.#kept = at + 1;
  }

  #match(code: number): void {
    if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      this.#depth = Math.max(0, this.#depth - 1);
    }
  }

  #startElement(at: number): void {
    this.#started = true;
    this.#kept = at;
    this.#startLine = this.#line;
    this.#startColumn = this.#base + at - this.#lineStart + 1;
  }

  #keep(text: string, to: number): void {
    if (!this.#started || this.#kept >= to) return;
    this.#length += to - this.#kept;
    if (this.#length > RECORD_LIMIT) this.#text = "";
    else this.#text += text.slice(this.#kept, to);
  }

  #endElement(): void {
    this.#found.push({
      text: this.#length > RECORD_LIMIT ? null : this.#text,
      line: this.#startLine,
      column: this.#startColumn,
      lastLine: this.#line,
    });
    this.#started = false;
    this.#text = "";
    this.#length = 0;
  }

  /** LF, CRLF or CR. */
  #newLine(code: number, at: number): void {
    const offset = this.#base + at;
    if (code === CR || offset !== this.#lastCr + 1) this.#line += 1;
    if (code === CR) this.#lastCr = offset;
    this.#lineStart = offset + 1;
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === LF || code === CR || code === 0x09;
}

function parseKey(text: string): string {
  try {
    const key: unknown = JSON.parse(text.trim());
    return typeof key === "string" ? key : "";
  } catch {
    return "";
  }
}
