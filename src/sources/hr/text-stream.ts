import { createReadStream } from "node:fs";
import { TextDecoder } from "node:util";
import { CountersignError } from "../../platform/errors.js";

/** Bytes read at a time: large enough to be fast, small enough that a kept piece costs little. */
const CHUNK_BYTES = 128 * 1024;

export interface TextChunk {
  readonly text: string;
  readonly raw: Uint8Array | null;
}

/**
 * The text of a file in chunks: UTF-8, or UTF-16 where its mark says so; bytes that are no text
 * become U+FFFD.
 *
 * @throws CountersignError HR_FILE_UNREADABLE; the signal's reason when it is aborted.
 */
export async function* readText(path: string, signal: AbortSignal): AsyncGenerator<TextChunk> {
  const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  let decoder: TextDecoder | null = null;
  try {
    signal.throwIfAborted();
    for await (const chunk of stream) {
      signal.throwIfAborted();
      // createReadStream without an encoding yields Buffers.
      const bytes = chunk as Buffer;
      decoder ??= new TextDecoder(encodingOf(bytes));
      yield { text: decoder.decode(bytes, { stream: true }), raw: bytes };
      signal.throwIfAborted();
    }
    if (decoder !== null) yield { text: decoder.decode(), raw: null };
  } catch (error) {
    if (error === signal.reason || error instanceof CountersignError) throw error;
    throw new CountersignError({
      code: "HR_FILE_UNREADABLE",
      message: `The HR file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      next: "Let the user that runs Countersign read it.",
      cause: error,
    });
  } finally {
    stream.destroy();
  }
}

function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return "utf-8";
}
