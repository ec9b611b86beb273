import type { Instant } from "../../domain/time.js";
import { SourceRefused } from "../remote/errors.js";
import type { Answer, OktaClient } from "./client.js";
import { orgSchema } from "./schema.js";

export interface Org {
  readonly id: string;
  /** The org's clock; null: it does not tell. */
  readonly date: Instant | null;
  /** Null: it was read as it should be; else why not. */
  readonly refusal: SourceRefused | null;
}

/**
 * Which organisation answers (F11). Where the credential may not read the org's settings, the id comes
 * from the document that anybody may read.
 *
 * @throws as `OktaClient.get`
 */
export async function identify(client: OktaClient, signal: AbortSignal): Promise<Org> {
  try {
    const { body, date } = await client.get(
      { endpoint: "GET /api/v1/org", call: (okta) => okta.orgs.getOrgSettings(), signal },
      orgSchema,
    );
    return { id: body.id, date, refusal: null };
  } catch (error) {
    if (!(error instanceof SourceRefused) || error.status !== 403) throw error;
    const { body, date } = await published(client, signal);
    return { id: body.id, date, refusal: error };
  }
}

async function published(
  client: OktaClient,
  signal: AbortSignal,
): Promise<Answer<{ readonly id: string }>> {
  return client.get(
    {
      endpoint: "GET /.well-known/okta-organization",
      call: (okta) => okta.orgs.getWellknownOrgMetadata(),
      signal,
    },
    orgSchema,
  );
}
