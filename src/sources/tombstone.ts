import type { Place } from "../platform/problem.js";
import type { AccountObservation } from "./port.js";

/** A login of which only the tombstone is left: nothing is told of it any more but that it was. */
export function tombstone(nativeId: string, place: Place): AccountObservation {
  return {
    kind: "account",
    nativeId,
    name: "",
    email: null,
    login: null,
    status: "purged",
    statusSince: null,
    nature: "human",
    createdAt: null,
    workerIds: [],
    manager: null,
    teamRef: null,
    dormantSince: null,
    version: null,
    place,
  };
}
