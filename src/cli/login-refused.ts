import { CountersignError } from "../platform/errors.js";

/**
 * Servers say in words only that it is the login they mind. Told as "does not answer", it would send
 * the reader to start what runs.
 */
export function isLoginRefused(problem: string): boolean {
  return /unauthori[sz]ed|authentication|WRONGPASS|NOAUTH|NOPERM/i.test(problem);
}

/** What to check, by the variable that names the server. */
export const LOGIN_ADVICE = {
  NEO4J_URI: "Check NEO4J_USER and NEO4J_PASSWORD.",
  REDIS_URL: "Check the user and password in REDIS_URL.",
} as const;

/** The same error, or for a server that was named and refuses the login one that says so. */
export function asLoginRefusal(error: unknown): unknown {
  if (!(error instanceof CountersignError) || error.code !== "SERVICE_NOT_READY") return error;
  const [variable] = /^(?:NEO4J_URI|REDIS_URL)/.exec(error.message) ?? [];
  if (variable === undefined || !isLoginRefused(error.message)) return error;
  return new CountersignError({
    code: "LOGIN_REFUSED",
    message: error.message.replace("does not answer", "refuses the login"),
    next: LOGIN_ADVICE[variable === "NEO4J_URI" ? "NEO4J_URI" : "REDIS_URL"],
    audience: "caller",
    cause: error,
  });
}
