import type { FastifyReply } from "fastify";
import { createHash } from "node:crypto";

/** What Okta says in each case: https://developer.okta.com/docs/reference/error-codes/ */
const KNOWN = {
  E0000001: { status: 400, summary: "Api validation failed" },
  E0000006: {
    status: 403,
    summary: "You do not have permission to perform the requested action",
  },
  E0000007: { status: 404, summary: "Not found: Resource not found" },
  E0000011: { status: 401, summary: "Invalid token provided" },
  E0000022: {
    status: 405,
    summary: "The endpoint does not support the provided HTTP method",
  },
  E0000031: { status: 400, summary: "Invalid search criteria." },
  E0000047: {
    status: 429,
    summary: "API call exceeded rate limit due to too many requests.",
  },
} as const;

export type OktaErrorCode = keyof typeof KNOWN;

/** Thrown by handlers; the server turns it into the answer that Okta gives. */
export class OktaRefusal extends Error {
  readonly errorCode: OktaErrorCode;
  readonly about: string;

  /** `about` follows the summary: which resource, which parameter. */
  constructor(errorCode: OktaErrorCode, about = "") {
    super(`${errorCode} ${about}`);
    this.name = "OktaRefusal";
    this.errorCode = errorCode;
    this.about = about;
  }
}

/** Answers with Okta's error object. The id is derived, so that two runs answer alike. */
export async function sendRefusal(reply: FastifyReply, refusal: OktaRefusal): Promise<void> {
  const { status, summary } = KNOWN[refusal.errorCode];
  const hash = createHash("sha256").update(refusal.message).digest("hex");
  await reply.code(status).send({
    errorCode: refusal.errorCode,
    errorSummary: refusal.about === "" ? summary : `${summary}: ${refusal.about}`,
    errorLink: refusal.errorCode,
    errorId: `sim${hash.slice(0, 20)}`,
    errorCauses: [],
  });
}
