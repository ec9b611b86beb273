import { DAY_MS, type Instant } from "../../src/domain/time.js";
import { badRequest, GraphFault } from "./graph-fault.js";

/** What a delta token carries: how far its holder has read, and what it had asked for. */
export interface DeltaState {
  readonly of: "users" | "groups";
  readonly select: readonly string[] | null;
  /** Of the directory's log: everything up to it was told. */
  readonly sequence: number;
  readonly issuedAt: Instant;
  /** Tokens of an earlier generation were declared void. */
  readonly generation: number;
}

/** Microsoft Learn, "delta query overview": directory objects, seven days. */
const LIFETIME_MS = 7 * DAY_MS;

export function writeDeltaToken(state: DeltaState): string {
  return Buffer.from(JSON.stringify(state)).toString("base64url");
}

/**
 * Reads a token of this server.
 *
 * @throws GraphFault 410 with `syncStateNotFound` and the address to start from for one that has expired
 */
export function readDeltaToken(
  token: string,
  now: { readonly at: Instant; readonly generation: number; readonly restartAt: string },
): DeltaState {
  const state = parsed(token);
  if (state === null) throw badRequest("Badly formed token.", "Directory_UnsupportedQuery");
  if (state.generation === now.generation && now.at - state.issuedAt <= LIFETIME_MS) return state;
  throw new GraphFault({
    status: 410,
    vendorCode: "syncStateNotFound",
    message:
      "The sync state generation is not found. The delta token is expired and data must be synchronized again.",
    headers: { location: now.restartAt },
  });
}

function parsed(token: string): DeltaState | null {
  try {
    // Only this server writes them, and a test that forges one gets what it deserves.
    return JSON.parse(Buffer.from(token, "base64url").toString("utf8")) as DeltaState;
  } catch {
    return null;
  }
}
