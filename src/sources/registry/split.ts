import type { LineIndex } from "./places.js";

/** A stretch of a file that holds one document, cut before anything is parsed. */
export interface Chunk {
  readonly text: string;
  /** Where `text` begins in the file. */
  readonly offset: number;
  /** Markdown only: what follows the front matter. */
  readonly body: { readonly text: string; readonly offset: number } | null;
}

/**
 * Cuts YAML at its document marks (`---` and `...` at the start of a line, which YAML allows
 * nowhere else), so that a syntax error spoils only the document it is in. Chunks that hold only
 * comments and blank lines are left out.
 */
export function splitYaml(text: string, lines: LineIndex): Chunk[] {
  const chunks: Chunk[] = [];
  let begin = 0;
  const cut = (end: number) => {
    const part = text.slice(begin, end);
    if (contentStart(part) < part.length) chunks.push({ text: part, offset: begin, body: null });
  };
  for (const start of lines.starts) {
    const mark = markAt(text, start);
    if (mark === null) continue;
    cut(start);
    begin = mark === "..." ? start + 3 : start;
  }
  cut(text.length);
  return chunks;
}

/** Why a Markdown file holds no document: there is no front matter, or its end is missing. */
export type MarkdownChunk = Chunk | "no-front-matter" | "unclosed";

/** Cuts Markdown into its YAML front matter and the body after it. */
export function splitMarkdown(text: string, lines: LineIndex): MarkdownChunk {
  if (markAt(text, 0) !== "---") return "no-front-matter";
  const end = lines.starts.find((start) => start > 0 && markAt(text, start) !== null);
  if (end === undefined) return "unclosed";
  const newline = text.indexOf("\n", end);
  const offset = newline === -1 ? text.length : newline + 1;
  return { text: text.slice(0, end), offset: 0, body: { text: text.slice(offset), offset } };
}

/** Offset of the first character that is neither mark, comment nor white space; the length if none is. */
export function contentStart(text: string): number {
  let at = markAt(text, 0) === null ? 0 : 3;
  while (at < text.length) {
    if (text[at] === "#") {
      const newline = text.indexOf("\n", at);
      at = newline === -1 ? text.length : newline;
    } else if (!" \t\r\n".includes(text[at] ?? "")) {
      return at;
    } else {
      at += 1;
    }
  }
  return at;
}

function markAt(text: string, start: number): "---" | "..." | null {
  const after = text[start + 3];
  if (after !== undefined && !" \t\r\n".includes(after)) return null;
  if (text.startsWith("---", start)) return "---";
  return text.startsWith("...", start) ? "..." : null;
}
