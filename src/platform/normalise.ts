/**
 * One form for identifiers that people and systems spell differently (Q8): Unicode NFC, no
 * surrounding white space. Case is kept: many native ids are case-sensitive.
 */
export function normaliseId(raw: string): string {
  return raw.normalize("NFC").trim();
}

/** Addresses (e-mail, login) compare without case. They find a person; they are never a key (I11). */
export function normaliseAddress(raw: string): string {
  return raw.normalize("NFC").trim().toLowerCase();
}
