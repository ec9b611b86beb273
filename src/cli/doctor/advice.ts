import type { DoctorLine } from "../../runs/checks.js";

/** What the code of a broken connection means to somebody who has just typed an address. */
const CODES: readonly (readonly [code: RegExp, next: string])[] = [
  [
    /\bENOTFOUND\b|\bEAI_AGAIN\b/,
    "Nobody has this name: correct the address in the config, or see whether this machine can resolve names.",
  ],
  [
    /\bECONNREFUSED\b/,
    "Nothing listens at this address: correct it in the config, or see whether a firewall or a proxy is in between.",
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)/,
    "Its certificate is not trusted here: NODE_EXTRA_CA_CERTS names a file with that of your own authority.",
  ],
];

/** A sync tries again by itself; nobody does after `doctor`. */
const SYNCS_OWN = /^It is tried again\. If it stays so, (.)/;

/** The line with what to do for whoever reads it on a screen, right after setting a source up. */
export function advised<Line extends Pick<DoctorLine, "sentence" | "next">>(line: Line): Line {
  const { sentence, next } = line;
  if (next === null || !SYNCS_OWN.test(next)) return line;
  const known = CODES.find(([code]) => code.test(sentence))?.[1];
  return {
    ...line,
    next: known ?? next.replace(SYNCS_OWN, (_, first: string) => first.toUpperCase()),
  };
}
