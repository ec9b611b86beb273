const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * Text of unknown origin made safe to print on one line: control, direction-changing and broken
 * characters become `\u{…}`, long text is cut.
 */
export function visible(text: string, longest = 80): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(
    UNPRINTABLE,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** `"text"`, safe to print. */
export function quoted(text: string): string {
  return `"${visible(text)}"`;
}
