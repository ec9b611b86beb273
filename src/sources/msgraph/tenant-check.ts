import type { EntraSourceConfig } from "../../platform/config-sources.js";
import { SourceRefused } from "../remote/errors.js";
import type { Asks } from "./asks.js";
import type { GraphClient } from "./client.js";
import { TenantMismatch } from "./errors.js";
import { organizationPage } from "./schema.js";

/** Which tenant answered, and whether that is its own word or only that of the token. */
export interface Answered {
  readonly tenantId: string;
  readonly by: "organization" | "token";
  /** The raw `Date` header; null: only the token was looked at. */
  readonly date: string | null;
}

/**
 * The id of the tenant that answers. An app that may not read the organization still has a token of one
 * tenant, which says the same.
 *
 * @throws what `GraphClient.get` throws
 */
export async function answeringTenant(
  parts: { readonly client: GraphClient; readonly asks: Asks },
  signal: AbortSignal,
): Promise<Answered> {
  const { client, asks } = parts;
  try {
    const { body, date } = await client.get({
      link: asks.organization,
      endpoint: "GET /organization",
      shape: organizationPage,
      signal,
    });
    // The shape has at least one.
    const [organization = { id: "" }] = body.value;
    return { tenantId: organization.id.toLowerCase(), by: "organization", date };
  } catch (error) {
    if (!(error instanceof SourceRefused) || error.status !== 403) throw error;
    const { tenantId } = await client.tokens.current(signal);
    if (tenantId === null) throw error;
    return { tenantId: tenantId.toLowerCase(), by: "token", date: null };
  }
}

/** @throws TenantMismatch before anything else is read (F11) */
export async function confirmTenant(
  config: EntraSourceConfig,
  parts: { readonly client: GraphClient; readonly asks: Asks },
  signal: AbortSignal,
): Promise<string> {
  const { tenantId } = await answeringTenant(parts, signal);
  if (tenantId === config.tenantId.toLowerCase()) return tenantId;
  throw new TenantMismatch({ source: config.id, pinned: config.tenantId, answered: tenantId });
}
