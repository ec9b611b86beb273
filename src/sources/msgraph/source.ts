import { DAY_MS } from "../../domain/time.js";
import type { EntraSourceConfig } from "../../platform/config-sources.js";
import { contentHash } from "../../platform/ids.js";
import type { AccountObservation, ReadRequest, Source, SourceEnd, SourcePage } from "../port.js";
import { readPointAccounts } from "./accounts-by-id.js";
import { certificatesOf, nextCursor } from "./certificates.js";
import { CONVERTER_VERSION } from "./convert.js";
import { entraParts, type EntraOptions, type EntraParts } from "./parts.js";
import {
  readCursor,
  readResume,
  remark,
  startState,
  usable,
  type EntraCursor,
  type ReadState,
} from "./read-state.js";
import { remarksOf } from "./remarks.js";
import type { Run } from "./run.js";
import { runStages } from "./stages.js";
import { confirmTenant } from "./tenant-check.js";

/**
 * Microsoft Entra ID through Microsoft Graph v1.0, as a source.
 *
 * - The first read is a delta query of users and groups to its end: everything (`sweep`). The cursor
 *   keeps their delta links, and the next read asks for what changed (`changes`).
 * - Agent identities, their sponsors and owners are asked for as a whole every time.
 * - A link that the directory has forgotten makes that scope a full read again (F7).
 * - What is refused leaves its own scope uncertified, and the others go on (F10).
 *
 * Microsoft Learn: "Use delta query to track changes", "agentIdentity resource type".
 */
export function createEntraSource(config: EntraSourceConfig, options: EntraOptions): Source {
  const parts = entraParts(config, options);
  return {
    id: config.id,
    converterHash: contentHash({ converter: CONVERTER_VERSION, mapping: parts.mapping }),
    read: (request) => readEntra(parts, request),
    readAccounts: (ids, signal): Promise<readonly AccountObservation[]> =>
      readPointAccounts(parts, ids, signal),
  };
}

async function* readEntra(
  parts: EntraParts,
  request: ReadRequest,
): AsyncGenerator<SourcePage | SourceEnd> {
  const { config, client, asks } = parts;
  request.signal.throwIfAborted();
  parts.tenant.beginRead();
  const tenant = await confirmTenant(config, { client, asks }, request.signal);
  const run = startRun(parts, request);
  yield* runStages(run);
  yield {
    kind: "end",
    certificates: certificatesOf(run),
    cursor: nextCursor(run),
    remarks: remarksOf(run, parts.tenant.retries),
    tenant,
  };
}

/** Sign-ins are no part of the change feed: with them a full read is due once a week. */
const SIGN_IN_SWEEP_MS = 7 * DAY_MS;

function startRun({ config, mapping, asks, client }: EntraParts, request: ReadRequest): Run {
  const stored = request.cursor === null ? null : readCursor(request.cursor);
  const { at } = request;
  const users = { asked: asks.hash("users"), at };
  const cursor: EntraCursor = {
    version: 1,
    users: usable(
      stored?.users,
      config.signIns ? { ...users, sweepAfterMs: SIGN_IN_SWEEP_MS } : users,
    ),
    groups: usable(stored?.groups, { asked: asks.hash("groups"), at }),
  };
  const asked = contentHash({ cursor, config: { ...config, remote: null, schedule: null } });
  const state: ReadState =
    (typeof request.resume === "string" ? readResume(request.resume, asked) : null) ??
    startState(asked, cursor);
  if (request.cursor !== null && stored === null) {
    remark(state, "The stored cursor is not of this version: everything was read in full.");
  }
  return {
    config,
    mapping,
    client,
    asks,
    request,
    cursor,
    state,
    mark: JSON.stringify(state),
    lastSignIns: null,
  };
}
