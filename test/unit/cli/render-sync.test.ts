import { describe, expect, test } from "vitest";
import { syncReport } from "../../../src/cli/render/sync.js";
import type { DecisionLine } from "../../../src/runs/report.js";
import { decision, ines, jon, look, maya, report, source, tom } from "./views.js";

const none = new Map();

/** Each line with single spaces, as a reader takes it in. */
function told(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim().replaceAll(/ +/g, " "))
    .filter((line) => line !== "");
}

describe("sync --plan", () => {
  test("tells what would change and what it means, as the sketch does", () => {
    const wide = { ...look, width: 140 };
    expect(told(syncReport(report({}), none, wide))).toEqual([
      "hr 412 employments, 1 team, complete",
      "+ 4 join ~ 9 change - 3 depart (1 owner: Maya Okafor, last day 30 Nov, Europe/Madrid) 1 team changes",
      "+ Ada Berg joins",
      "What this means for decisions",
      "vendor-screener may decide vendor-block Maya Okafor → nobody who may receive it orphaned",
      "asked: Ines Duarte (over the load limit) · Tom Ek (built this agent)",
      "claims-triage may decide claim-auto-approve Maya Okafor → Ines Duarte (manager) provisional until 14 Dec",
      "refunds-bot may decide refund-over-limit Maya Okafor → Jon Reyes (co-owner, has signed) stays valid",
      "Nothing was written. To apply: countersign sync",
    ]);
  });

  test("stacks on a narrow terminal, and no line is wider than it", () => {
    const text = syncReport(report({}), none, { ...look, width: 80 });
    expect(told(text)).toContain(
      "claims-triage may decide claim-auto-approve: provisional until 14 Dec",
    );
    const decisions = text
      .split("\n")
      .slice(text.split("\n").findIndex((line) => line.includes("means")));
    expect(Math.max(...decisions.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("says so when nothing would change", () => {
    const counts = {
      join: 0,
      move: 0,
      manager: 0,
      change: 0,
      depart: 0,
      leave: 0,
      return: 0,
      team: 0,
      login: 0,
      membership: 0,
      agent: 0,
    };
    const same = report({
      organisation: { counts, lines: [] },
      decisions: [],
      findings: { opened: 0, cleared: 0, open: 2 },
    });
    expect(told(syncReport(same, none, look)).at(-1)).toBe(
      "Nothing would change. Nothing was written.",
    );
  });

  test("lists at most a screen of people and counts the rest", () => {
    const lines = Array.from({ length: 50 }, (_, index) => ({
      kind: "join" as const,
      name: `Person ${index}`,
      detail: "",
      owner: false,
    }));
    const counts = {
      join: 50,
      move: 0,
      manager: 0,
      change: 0,
      depart: 0,
      leave: 0,
      return: 0,
      team: 0,
      login: 0,
      membership: 0,
      agent: 0,
    };
    const text = told(syncReport(report({ organisation: { counts, lines } }), none, look));
    expect(text.filter((line) => line.startsWith("+ Person"))).toHaveLength(20);
    expect(text).toContain("… and 30 more; --json lists them");
  });
});

describe("sync", () => {
  test("counts what was written and what is open, and says how to see it", () => {
    const done = report({
      plan: false,
      runs: [7],
      writes: { organisation: 40, authorizations: 12, record: 9 },
    });
    expect(told(syncReport(done, none, look)).slice(-2)).toEqual([
      "Written as run 7. 3 decision rights: 1 valid, 1 provisional, 1 orphaned.",
      "3 findings open (3 new). To see them: countersign findings",
    ]);
  });

  test("an unchanged source: nothing but the run's own record", () => {
    const again = report({
      plan: false,
      runs: [8],
      organisation: {
        counts: {
          join: 0,
          move: 0,
          manager: 0,
          change: 0,
          depart: 0,
          leave: 0,
          return: 0,
          team: 0,
          login: 0,
          membership: 0,
          agent: 0,
        },
        lines: [],
      },
      decisions: [],
      findings: { opened: 0, cleared: 0, open: 0 },
    });
    expect(told(syncReport(again, none, look))).toEqual([
      "hr 412 employments, 1 team, complete",
      "Nothing changed; nothing was written but the record of run 8.",
      "No finding is open.",
    ]);
  });

  test("a source that was read in part or not at all says what that means", () => {
    const broken = report({
      sources: [
        source({
          status: "partial",
          quarantined: 2,
          certificates: [
            {
              scope: "employments",
              complete: false,
              reason: "the file is cut",
              count: 3,
              basis: "sweep",
              scopeHash: "",
            },
          ],
          problems: [
            {
              place: { file: "hr/people.csv", line: 7, column: 3 },
              rule: "date",
              sentence: "No date.",
            },
          ],
          remarks: ["Only active people are listed."],
        }),
        source({
          source: "registry",
          status: "failed",
          failure: { code: "X", message: "The folder is not there.", next: "Create it." },
        }),
      ],
    });
    const lines = told(syncReport(broken, none, { ...look, width: 200 }));
    expect(lines).toContain(
      "hr partial: employments not complete (the file is cut); nobody departs because of it; 2 rows set aside, their people stay as they were",
    );
    expect(lines).toContain("Only active people are listed.");
    expect(lines).toContain(
      "registry not read: The folder is not there. Nothing of it was applied.",
    );
    expect(lines).toContain("Create it.");
    expect(lines).toContain("hr/people.csv:7:3 No date.");
  });

  test("the first one is a report by governance lead, and tells how to hand in signatures", () => {
    const first = report({ plan: false, baseline: true, runs: [1] });
    const leads = new Map([["claims-triage:claim-auto-approve", ines]]);
    const lines = told(syncReport(first, leads, { ...look, width: 200 }));
    expect(lines).toContain(
      "This was the first sync, so nobody is alerted. 3 decision rights: 1 valid, 1 provisional, 1 orphaned.",
    );
    const order = ["Ines Duarte", "No governance lead"].map((lead) => lines.indexOf(lead));
    expect(order[0]).toBeGreaterThan(-1);
    expect(order[1]).toBeGreaterThan(order[0] ?? Infinity);
    expect(lines.join("\n")).toContain("countersign attest --template > signatures.csv");
    expect(lines.join("\n")).not.toContain("refunds-bot");
  });
});

describe("who answers, before and after", () => {
  const cases = [
    ["nobody moved", decision({}), "Maya Okafor stays valid"],
    ["a new one", decision({ standingBefore: null, ownersBefore: [] }), "Maya Okafor valid"],
    [
      "signed at last",
      decision({ standingBefore: "provisional", ownersAfter: [maya] }),
      "Maya Okafor valid",
    ],
    [
      "one of two leaves, another comes",
      decision({ ownersBefore: [maya, jon], ownersAfter: [jon, tom], step: "namedSuccessor" }),
      "Maya Okafor → Tom Ek (named successor), with Jon Reyes stays valid",
    ],
    [
      "found after all",
      decision({
        ownersBefore: [],
        ownersAfter: [ines],
        step: "governanceLead",
        standingBefore: "orphaned",
        standingAfter: "provisional",
        deadlineAt: Date.parse("2027-01-03T09:00Z"),
      }),
      "nobody → Ines Duarte (governance lead) provisional until 3 Jan 2027",
    ],
    [
      "still nobody",
      decision({
        ownersBefore: [],
        ownersAfter: [],
        standingBefore: "orphaned",
        standingAfter: "lapsed",
      }),
      "nobody answers for it lapsed",
    ],
  ] as const;
  test.each(cases)("%s", (_, line, expected) => {
    const text = told(syncReport(report({ decisions: [line] }), none, { ...look, width: 200 }));
    expect(text).toContain(`refunds-bot may decide refund-over-limit ${expected}`);
  });

  test("L4 a departure that became known late says from when to when nobody answered", () => {
    const since = look.now - 20 * 86_400_000;
    const late = decision({ ownersAfter: [ines], exposedSince: since });
    const text = told(
      syncReport(report({ decisions: [late] }), none, { ...look, width: 200 }),
    ).join(" ");
    expect(text).toMatch(/nobody who works here answered for it from \d+ \w+ until now/);
    const soon = decision({ ownersAfter: [ines], exposedSince: look.now - 3_600_000 });
    const other = told(
      syncReport(report({ decisions: [soon] }), none, { ...look, width: 200 }),
    ).join(" ");
    expect(other).not.toContain("nobody who works here answered");
  });

  test("everybody who was asked is named once, with all that keeps them from it", () => {
    const asked = (over: object): DecisionLine["asked"][number] => ({
      step: "manager",
      person: tom,
      obstacles: [],
      ...over,
    });
    const line = decision({
      ownersAfter: [],
      standingAfter: "orphaned",
      asked: [
        asked({ step: "namedSuccessor", person: null }),
        asked({ obstacles: ["isBuilder"] }),
        asked({ step: "teamHead", obstacles: ["isBuilder", "onLongLeave"] }),
        asked({ step: "governanceLead", person: maya, obstacles: ["isLeaver", "departed"] }),
      ],
    });
    expect(told(syncReport(report({ decisions: [line] }), none, look))).toContain(
      "asked: Tom Ek (built this agent, on long leave) · Maya Okafor (has left)",
    );
  });

  test("a standing that changed under the same owner says why", () => {
    const line = decision({
      standingAfter: "provisional",
      reasons: ["AGENT_CHANGED"],
      deadlineAt: Date.parse("2026-12-06"),
    });
    expect(told(syncReport(report({ decisions: [line] }), none, look))).toContain(
      "because the agent changed after it was signed",
    );
  });
});
