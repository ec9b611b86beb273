import { describe, expect, test } from "vitest";
import { whoAnswer as render } from "../../../src/cli/render/who.js";
import type { WhoAnswer } from "../../../src/runs/report.js";
import { at, ines, look, maya, signatureOfMaya, whoAnswer } from "./views.js";

const wide = { ...look, width: 200, now: at("2026-12-02T09:00Z") };

function told(answer: WhoAnswer): string[] {
  return render(answer, wide)
    .split("\n")
    .map((line) => line.trim().replaceAll(/ +/g, " "));
}

test("answers for then and for today, as the sketch does", () => {
  expect(told(whoAnswer({}))).toEqual([
    "Claims triage may decide Approve a claim without a person (claims-triage:claim-auto-approve, medium impact)",
    "On 1 June 2026 this was authorized by Maya Okafor.",
    "signed 3 Feb 2026 10:12 UTC, in person (authenticated), for agent revision 4f2a and criteria revision 3",
    "limit Claims up to EUR 2,000.",
    "Today it is provisional because the owner has left: Ines Duarte answers for it since 1 Dec (inherited from Maya Okafor), and a countersignature is due 14 Dec.",
    "Next: countersign sign claims-triage claim-auto-approve (as one who answers for it)",
  ]);
});

test("is one answer when nothing but today was asked for", () => {
  const { now } = whoAnswer({});
  const lines = told(
    whoAnswer({
      at: now.at,
      now: { ...now, standing: "valid", reasons: [], signatures: [signatureOfMaya] },
    }),
  );
  expect(lines[1]).toBe("Today (2 Dec 2026 09:00 UTC) this is authorized by Ines Duarte.");
  expect(lines.join(" ")).not.toContain("On 2 December");
});

test("names those whose signature it rests on, not everyone who answers for it", () => {
  const owners = [maya, ines].map((person) => ({
    person,
    role: "owner" as const,
    basis: "signed" as const,
    from: 0,
    to: null,
    inheritedFrom: null,
    endedBecause: null,
    personEndsAt: null,
  }));
  const answer = whoAnswer({ ownersAt: owners, signaturesAt: [signatureOfMaya] });
  expect(told(answer)[1]).toBe("On 1 June 2026 this was authorized by Maya Okafor.");
});

describe("then", () => {
  test.each([
    [
      null,
      "Maya Okafor answered for it, as the registry declares; its standing was not recorded yet.",
    ],
    ["orphaned", "nobody answered for it: it was orphaned."],
    ["lapsed", "it had lapsed unsigned; Maya Okafor answered for it."],
    [
      "provisional",
      "nobody had signed it as it stood: Maya Okafor answered for it, provisionally.",
    ],
    ["revoked", "it was revoked."],
  ] as const)("%s", (standing, sentence) => {
    const standingAt = standing === null ? null : { standing, reasons: [] };
    expect(told(whoAnswer({ standingAt, signaturesAt: [] }))[1]).toBe(`On 1 June 2026 ${sentence}`);
  });
});

test("a moment that is not midnight says its time", () => {
  expect(told(whoAnswer({ at: at("2026-06-01T09:30Z") }))[1]).toContain(
    "On 1 June 2026, 09:30 UTC this",
  );
});

test("someone who is leaving is said to be, to the hour: the last day depends on the zone", () => {
  const { now } = whoAnswer({});
  const owners = now.owners.map((owner) => ({ ...owner, personEndsAt: at("2026-12-10T23:00Z") }));
  expect(told(whoAnswer({ now: { ...now, owners } })).join(" ")).toContain(
    "(Ines Duarte is employed until 10 Dec 2026 23:00 UTC)",
  );
});

test("an answer that may be stale says so", () => {
  const { now } = whoAnswer({});
  const stale = "The last sync is older than Ines Duarte's last day.";
  expect(told(whoAnswer({ now: { ...now, stale } }))).toContain(stale);
});
