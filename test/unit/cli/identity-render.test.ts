import { describe, expect, test } from "vitest";
import { identityReport } from "../../../src/cli/render/identity-acts.js";
import { identityList, identityView } from "../../../src/cli/render/identity.js";
import type { IdentityDone, Moved } from "../../../src/runs/identity-report.js";
import type { IdentityView, LoginView } from "../../../src/runs/identities.js";
import { at, decision, jon, look, maya, tom } from "./views.js";

const NOTHING_MOVED: Moved = {
  identifiers: [],
  employments: [],
  rights: [],
  successorOf: [],
  leads: [],
  built: [],
  limits: [],
  documents: [],
};

function login(over: Partial<LoginView>): LoginView {
  return {
    key: "okta/00u1",
    source: "okta",
    name: "Maya Okafor",
    login: "maya@example.com",
    email: "maya@example.com",
    status: "active",
    nature: "human",
    disputed: false,
    person: maya,
    link: {
      evidence: "workerId",
      evidenceKey: "hr/E001",
      by: null,
      reason: null,
      since: at("2026-03-01"),
      expiresAt: null,
    },
    claims: [{ key: "hr/E001", person: maya }],
    refused: [],
    past: [],
    kinds: [],
    expired: false,
    candidates: [maya],
    drift: [],
    ...over,
  };
}

const byHand = {
  evidence: "manual",
  evidenceKey: null,
  by: "lead@example.com",
  reason: "badge",
  since: at("2026-11-02"),
  expiresAt: at("2027-01-01"),
} as const;

function said(done: IdentityDone | null, over: Partial<Parameters<typeof identityReport>[0]> = {}) {
  return identityReport(
    { run: 7, done, notes: [], decisions: [], refused: null, ...over },
    { ...look, width: 200 },
  );
}

describe("what needs a human about logins", () => {
  test("nothing", () => {
    expect(identityList({ logins: [], disputes: 0, more: false }, look)).toBe(
      "Everybody's logins are known: nothing needs a human.",
    );
  });

  test("each kind by itself, with what the sources say and what to type", () => {
    const text = identityList(
      {
        logins: [
          login({
            kinds: ["disputed", "manual"],
            disputed: true,
            expired: true,
            link: byHand,
            claims: [{ key: "hr/E002", person: jon }],
            drift: [jon],
          }),
          login({ key: "okta/00u2", person: null, link: null, kinds: ["unlinked"], claims: [] }),
          login({
            key: "okta/00u3",
            person: null,
            link: null,
            kinds: ["unlinked"],
            candidates: [],
            refused: [tom],
          }),
        ],
        disputes: 1,
        more: true,
      },
      look,
    );
    expect(text).toContain(
      "the link by hand has run out; is with Maya Okafor; could be Jon Reyes (hr/E002)",
    );
    expect(text).toContain("okta/00u2  Maya Okafor  names no worker id");
    expect(text).toContain("okta/00u3  Maya Okafor  is not Tom Ek");
    expect(text).toContain(
      'Maya Okafor, until 31 Dec, by lead@example.com: "badge"; the sources say Jon Reyes',
    );
    expect(text).toContain('Next: countersign identity link okta/00u2 <person> --reason "…"');
    expect(text).toContain("There are more than these");
    expect(text).toContain("1 dispute open.");
  });

  test("a key with a quote in it cannot end the command", () => {
    const text = identityList(
      {
        logins: [login({ key: "okta/'; rm -rf /", kinds: ["disputed"] })],
        disputes: 1,
        more: false,
      },
      look,
    );
    expect(text).toContain(`identity link 'okta/'\\''; rm -rf /' <person>`);
  });
});

describe("a person in full", () => {
  const person: NonNullable<IdentityView["person"]> = {
    ...maya,
    activeFrom: at("2020-01-01"),
    activeUntil: null,
    holds: 1,
    knownAs: null,
    workerIds: [
      {
        key: "hr/E001",
        evidence: "employment",
        evidenceKey: "hr/E001",
        since: at("2026-03-01"),
        movedFrom: null,
      },
      {
        key: "hr/E009",
        evidence: "employment",
        evidenceKey: "hr/E009",
        since: at("2026-11-02"),
        movedFrom: "M. Okafor",
      },
    ],
    logins: ["okta/00u1"],
    employments: [
      {
        key: "hr/E001",
        workerId: "hr/E001",
        name: "Maya Okafor",
        email: "maya@example.com",
        workerType: "employee",
        startDate: "2020-01-01",
        endDate: null,
      },
    ],
    said: [
      {
        kind: "SAME_AS_RECORD",
        one: { name: "M. Okafor", key: "hr/E009" },
        other: { name: "Maya Okafor", key: null },
        by: "lead@example.com",
        reason: "one badge",
        since: at("2026-11-02"),
        until: at("2026-11-09"),
        endedBy: "tom@example.com",
        endedReason: "met both",
      },
    ],
  };

  test("employments, worker ids and where they came from, logins with their evidence, who said what", () => {
    const text = identityView(
      {
        person,
        logins: [
          login({
            past: [
              {
                ...byHand,
                endedBy: "lead@example.com",
                endedReason: "not hers",
                until: at("2026-11-10"),
                person: jon,
              },
            ],
          }),
        ],
      },
      { ...look, width: 200 },
    );
    expect(text).toContain("Maya Okafor  answers for 1 decision right");
    expect(text).toContain("hr/E001  1 Jan 2020 to now  Maya Okafor  maya@example.com  employee");
    expect(text).toContain("hr/E009  worker id of an employment  since 2 Nov  was M. Okafor's");
    expect(text).toContain("belongs to Maya Okafor: by worker id hr/E001, since 1 Mar");
    expect(text).toContain(
      `until 10 Nov it was Jon Reyes's; lead@example.com said that it is not: "not hers"`,
    );
    expect(text).toContain(
      '2 Nov  lead@example.com  M. Okafor (hr/E009) and Maya Okafor are one person: "one badge"; withdrawn 9 Nov by tom@example.com',
    );
  });

  test("a login that belongs to nobody", () => {
    const text = identityView(
      { person: null, logins: [login({ person: null, link: null })] },
      look,
    );
    expect(text).toContain("belongs to nobody");
    expect(text).toContain("its directory says: hr/E001 (Maya Okafor)");
  });
});

describe("what an act about who is who did", () => {
  test("linked, unlinked, made one, told apart", () => {
    const linked = { kind: "linked", login: "okta/00u1", person: maya, before: null } as const;
    expect(said({ ...linked, until: at("2027-01-01") })).toBe(
      "Recorded as run 7. okta/00u1 belongs to Maya Okafor until 31 Dec, whatever the sources say.",
    );
    const unlinked = { kind: "unlinked", login: "okta/00u1", person: maya, follows: null } as const;
    expect(said({ ...unlinked, founded: true })).toContain(
      "is not Maya Okafor's: it is a person of its own now.",
    );
    expect(said({ ...unlinked, founded: false })).toContain("belongs to nobody until");
    expect(said({ ...unlinked, founded: false, follows: jon })).toContain(
      "Its directory says that it is Jon Reyes's: it belongs to them now.",
    );
    const merged = said({
      kind: "merged",
      survivor: maya,
      other: jon,
      moved: {
        ...NOTHING_MOVED,
        identifiers: ["hr/E9"],
        rights: ["a:1", "b:2", "c:3", "d:4", "e:5", "f:6"],
      },
    });
    expect(merged).toContain("The earlier record, Maya Okafor's, goes on.");
    expect(merged).toContain("6 decision rights (a:1, b:2, c:3, d:4, e:5 and 1 more)");
    const parted = { kind: "parted", one: maya, other: jon, returned: NOTHING_MOVED } as const;
    expect(said({ ...parted, staying: ["bot:refund has been signed since."] })).toBe(
      "Recorded as run 7. Maya Okafor and Jon Reyes are two people. That is remembered.\n" +
        "  bot:refund has been signed since.",
    );
  });

  test("what follows for decision rights, and a refusal in its own words", () => {
    const unlinked = {
      kind: "unlinked",
      login: "okta/00u1",
      person: maya,
      founded: false,
      follows: null,
    } as const;
    const decisions = [decision({ ownersAfter: [jon], standingAfter: "provisional" })];
    expect(said(unlinked, { decisions })).toContain("Maya Okafor → Jon Reyes");
    const refused = { code: "NOT_LINKED", sentence: "okta/00u1 belongs to nobody." };
    expect(said(null, { refused })).toBe("refused  okta/00u1 belongs to nobody.");
  });
});
