import { CountersignError } from "../../platform/errors.js";

/**
 * Another tenant answers than the one that is pinned in the config: a test tenant, a copy, a wrong app
 * registration (F11). Nothing else is read. The operator corrects the config.
 */
export class TenantMismatch extends CountersignError {
  constructor(facts: {
    readonly source: string;
    readonly pinned: string;
    readonly answered: string;
  }) {
    super({
      code: "SOURCE_TENANT_MISMATCH",
      message: `Source "${facts.source}" is pinned to tenant ${facts.pinned}, and ${facts.answered} answers.`,
      next: "Nothing was read. Correct `tenantId`, or the app registration and its credentials.",
      disposition: "halt",
      data: facts,
    });
    this.name = "TenantMismatch";
  }
}

/**
 * The private key or certificate in the environment cannot be used: no PEM, not RSA, not a pair, or the
 * certificate has expired. The operator renews it.
 */
export class CredentialsUnusable extends CountersignError {
  constructor(facts: {
    readonly source: string;
    /** Name of the environment variable. */
    readonly variable: string;
    /** Goes on after "the variable". */
    readonly why: string;
  }) {
    super({
      code: "ENTRA_CREDENTIALS_UNUSABLE",
      message: `Source "${facts.source}": ${facts.variable} ${facts.why}.`,
      next: "Put the PEM text of a valid RSA key and its certificate there; the app registration must know the certificate.",
      disposition: "halt",
      data: { source: facts.source, variable: facts.variable },
    });
    this.name = "CredentialsUnusable";
  }
}
