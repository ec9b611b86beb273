import { describe, expect, it } from "vitest";
import type { AddressCandidate } from "../../../src/graph/queries/org-read.js";
import { resolve, signingInstant } from "../../../src/sync/registry/people.js";

const at = (text: string): number => Date.parse(text);

function candidate(personId: string, from: string, to: string | null): AddressCandidate {
  return {
    personId,
    record: `hr/${personId}`,
    name: personId,
    workerType: "employee",
    startsAt: at("2020-01-01T00:00:00Z"),
    endsAt: null,
    validFrom: at(from),
    validTo: to === null ? null : at(to),
  };
}

/** Who signed on that day under that address, asked long after. */
function signer(on: string, ...candidates: readonly AddressCandidate[]) {
  const question = {
    address: "marta.reddy@halden.example",
    at: signingInstant(on, at("2026-12-01T00:00:00Z")),
  };
  return resolve(question, candidates);
}

const SINCE_EVENING = candidate("marta", "2026-02-06T18:00:00Z", null);

describe("whose an address was on a day", () => {
  it("Q1 of who was first seen with it that evening: it is of that day", () => {
    expect(signer("2026-02-06", SINCE_EVENING)).toEqual({ personId: "marta" });
    expect(signer("2026-02-05", SINCE_EVENING)).toMatchObject({ refused: "not-in-force" });
  });

  it("Q1 of who had it at noon, when it was given away that evening", () => {
    const before = candidate("anna", "2020-01-01T00:00:00Z", "2026-02-06T18:00:00Z");
    expect(signer("2026-02-06", SINCE_EVENING, before)).toEqual({ personId: "anna" });
    expect(signer("2026-02-07", SINCE_EVENING, before)).toEqual({ personId: "marta" });
  });

  it("Q1 of nobody, when it was given up that morning and nobody took it", () => {
    const before = candidate("anna", "2020-01-01T00:00:00Z", "2026-02-06T09:00:00Z");
    expect(signer("2026-02-06", before)).toMatchObject({ refused: "not-in-force" });
  });

  it("Q2 of nobody, when two had it that day and none of them at noon", () => {
    const before = candidate("anna", "2020-01-01T00:00:00Z", "2026-02-06T09:00:00Z");
    expect(signer("2026-02-06", SINCE_EVENING, before)).toMatchObject({ refused: "ambiguous" });
  });
});
