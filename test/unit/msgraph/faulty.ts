import type { Fault } from "../../../simulator/http/faults.js";
import { ALL_COMPLETE } from "./tenant.js";

/** Every list that a read walks, and the scopes that hang on it. */
export const LISTS = [
  ["users", /GET \/v1.0\/users\/delta/, ["accounts", "managers"]],
  ["deleted users", /GET \/v1.0\/directory\/deletedItems\/microsoft/, ["accounts", "managers"]],
  ["groups and members", /GET \/v1.0\/groups\/delta/, ["teams", "members"]],
  ["agents", /GET \/v1.0\/servicePrincipals\/microsoft/, ["agents"]],
  ["sponsors", /agentIdentity\/sponsors/, ["agents"]],
  ["owners of agents", /servicePrincipals\/.*\/owners/, ["agents"]],
] as const;

/** Everything certified but these. */
export const without = (scopes: readonly string[]): Record<string, boolean> => ({
  ...ALL_COMPLETE,
  ...Object.fromEntries(scopes.map((scope) => [scope, false])),
});

/** An answer of that status. */
export const status = (code: number, headers: Record<string, string> = {}): Fault => ({
  kind: "status",
  status: code,
  headers,
  body: { error: { code: "TooManyRequests", message: "…" } },
});

/** The page with some records changed, by id. */
export function poisoned(body: unknown, changes: Record<string, Record<string, unknown>>): unknown {
  const page = body as { value: { id: string }[] };
  return { ...page, value: page.value.map((one) => ({ ...one, ...changes[one.id] })) };
}

/** The page with all records changed alike. */
export function poisonedAll(body: unknown, change: Record<string, unknown>): unknown {
  const page = body as { value: object[] };
  return { ...page, value: page.value.map((one) => ({ ...one, ...change })) };
}
