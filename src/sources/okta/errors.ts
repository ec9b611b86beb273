import { CountersignError } from "../../platform/errors.js";
import { AnswerGarbled, SourceAway, SourceRefused } from "../remote/errors.js";

/**
 * The private key of a service app cannot be read, or is no RSA key. Nothing was asked; nobody is
 * alerted. The operator mends the variable.
 */
export class KeyUnusable extends CountersignError {
  constructor(source: string, variable: string) {
    // No cause: parsers quote what they could not read.
    super({
      code: "OKTA_KEY_UNUSABLE",
      message: `Source "${source}" needs an RSA private key in ${variable}, which holds none.`,
      next: "Put the whole key there, as PEM (-----BEGIN PRIVATE KEY-----) or as a JWK.",
      data: { source, variable },
    });
    this.name = "KeyUnusable";
  }
}

/**
 * Another organisation answers than the one that the config or the last read names (F11): a changed
 * address, sandbox data. Nothing else was read; nobody is alerted.
 */
export class TenantMismatch extends CountersignError {
  constructor(facts: {
    readonly source: string;
    readonly pinned: string;
    readonly answered: string;
  }) {
    super({
      code: "SOURCE_TENANT_MISMATCH",
      message: `Source "${facts.source}" is pinned to organisation ${facts.pinned}, and ${facts.answered} answers.`,
      next: "Correct the address or the credential; for another organisation, configure another source.",
      data: { ...facts },
    });
    this.name = "TenantMismatch";
  }
}

/** Failures of one call that leave the rest of a read standing. A wait is none: it delays the job. */
export type CallFailure = SourceRefused | SourceAway | AnswerGarbled;

export function isCallFailure(error: unknown): error is CallFailure {
  return (
    error instanceof SourceRefused || error instanceof SourceAway || error instanceof AnswerGarbled
  );
}

/** Whether asking again later may succeed without anybody doing anything. */
export function isPassing(failure: CallFailure): boolean {
  return !(failure instanceof SourceRefused);
}

/** The one way Okta says that a record is not there; a 404 of anything else between us says nothing. */
const ABSENT = "E0000007";

/** Whether Okta itself said that the record does not exist (F15). */
export function isAbsent(error: unknown): boolean {
  return error instanceof SourceRefused && error.status === 404 && error.vendorCode === ABSENT;
}

/** A refusal of the place in a list rather than of the list: its cursor is not known any more (F4). */
export function isRefusedCursor(error: unknown): boolean {
  return error instanceof SourceRefused && error.status !== 401 && error.status !== 403;
}
