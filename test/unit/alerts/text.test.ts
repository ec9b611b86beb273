import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailHtml } from "../../../src/alerts/channels/email.js";
import { slackPayload } from "../../../src/alerts/channels/slack.js";
import { commandsOf, digestMessage, plainText } from "../../../src/alerts/text.js";
import { sentenceOf } from "../../../src/alerts/sentences.js";
import type { AlertView } from "../../../src/alerts/view.js";
import { clean, lastDay, listOf, shellWord } from "../../../src/alerts/words.js";
import { REASON_CODES } from "../../../src/domain/reason.js";

const NOW = Date.UTC(2026, 11, 1, 8);
const DAY = 86_400_000;

function view(more: Partial<AlertView> = {}): AlertView {
  return {
    alertId: "a1",
    kind: "opened",
    code: "SUCCESSION_FAILED",
    severity: "critical",
    isSettled: false,
    subject: { kind: "authorization", key: "vendor-screener:vendor-block" },
    agent: { id: "vendor-screener", title: "vendor-screener" },
    decisionClass: { id: "vendor-block", title: "Block a vendor" },
    criteria: "three failed deliveries in a quarter",
    standing: "orphaned",
    deadlineAt: Date.UTC(2026, 11, 4),
    owners: [],
    person: { name: "Maya Okafor", until: Date.UTC(2026, 11, 1), leaveUntil: null, zone: "UTC" },
    teamName: null,
    facts: {},
    ...more,
  };
}

const caretaker = view({
  alertId: "a2",
  code: "OWNER_DEPARTED",
  severity: "info",
  subject: { kind: "authorization", key: "claims-triage:claim-auto-approve" },
  agent: { id: "claims-triage", title: "claims-triage" },
  decisionClass: { id: "claim-auto-approve", title: "Claim auto-approve" },
  criteria: null,
  standing: "provisional",
  deadlineAt: Date.UTC(2026, 11, 14),
  owners: [{ name: "Ines Duarte", role: "owner", hasSigned: false }],
});

describe("a digest", () => {
  it("reads like a Monday morning", () => {
    const message = digestMessage([caretaker, view()], { now: NOW, zone: "Europe/Madrid" });
    expect(plainText(message, "Acme")).toBe(
      `2 decision rights need you   Acme · 1 Dec 2026, 09:00 Europe/Madrid

Needs you now
● Orphaned: Maya Okafor left yesterday. vendor-screener still decides "Block a vendor"; everyone in the order of succession was considered and none may receive it; nobody who works here answers for it; name an owner by 4 Dec. It decides when: three failed deliveries in a quarter.
  countersign who vendor-screener vendor-block  |  countersign reassign vendor-screener vendor-block --to <person> --reason "…"

To know
· Provisional: Maya Okafor left yesterday. claims-triage still decides "Claim auto-approve"; Ines Duarte answers for it now, the signature is due 14 Dec.
  countersign who claims-triage claim-auto-approve  |  countersign sign claims-triage claim-auto-approve  |  countersign reassign claims-triage claim-auto-approve --to <person> --reason "…"
`,
    );
  });

  it("says what settled it", () => {
    const signed = [{ name: "Ines Duarte", role: "owner", hasSigned: true }];
    const settled = { ...caretaker, kind: "cleared" as const, isSettled: true };
    const valid = { ...settled, standing: "valid", deadlineAt: null, owners: signed };
    expect(sentenceOf(valid, NOW, "UTC")).toBe(
      'Settled: claims-triage, "Claim auto-approve" (owner departed). Ines Duarte has signed and answers for it.',
    );
    expect(sentenceOf({ ...settled, standing: "revoked" }, NOW, "UTC")).toContain(
      "The authorization has ended.",
    );
  });

  it("does not say that a withheld authorization still decides", () => {
    expect(sentenceOf(view({ standing: "suspended" }), NOW, "UTC")).toContain(
      'vendor-screener may not decide "Block a vendor"',
    );
  });

  it("has a sentence for every reason, with nothing known and with everything known", () => {
    for (const code of REASON_CODES) {
      const bare = view({
        code,
        agent: null,
        decisionClass: null,
        criteria: null,
        standing: null,
        deadlineAt: null,
        person: null,
      });
      for (const one of [bare, view({ code })]) {
        const sentence = sentenceOf(one, NOW, "UTC");
        expect(sentence).toMatch(/^\S.*\.$/);
        expect(sentence).not.toMatch(/undefined|null|\[object|\.\.|;;|(^|\. )(an|the) /);
        expect(commandsOf(one).length).toBeGreaterThan(0);
      }
    }
  });

  it("tells one story for a right that has several findings", () => {
    const orphaned = { severity: "critical", standing: "orphaned", owners: [] } as const;
    const alerts = [
      view({ ...orphaned, alertId: "a1", code: "SUCCESSION_FAILED" }),
      view({ ...orphaned, alertId: "a2", code: "OWNER_DEPARTED" }),
      view({ ...orphaned, alertId: "a3", code: "SIGNATURE_INSUFFICIENT" }),
    ];
    const message = digestMessage(alerts, { now: NOW, zone: null });
    const entries = message.groups.flatMap((group) => group.entries);
    expect(entries.map((entry) => entry.sentence)).toEqual([
      sentenceOf(alerts[1] ?? view(), NOW, "UTC"),
    ]);
    expect(message.more).toBe(0);
  });

  it("shows at most twenty lines, most severe first, and counts the rest", () => {
    const severity = fc.constantFrom("info" as const, "warning" as const, "critical" as const);
    const kind = fc.constantFrom("opened" as const, "cleared" as const);
    fc.assert(
      fc.property(
        fc.array(fc.record({ severity, kind }), { minLength: 1, maxLength: 60 }),
        (many) => {
          const alerts = many.map((one, index) =>
            view({
              ...one,
              alertId: `a${index}`,
              subject: { kind: "authorization", key: `agent:class-${index}` },
            }),
          );
          const message = digestMessage(alerts, { now: NOW, zone: null });
          const lines = plainText(message, "Acme")
            .split("\n")
            .filter((line) => line !== "");
          expect(lines.length).toBeLessThanOrEqual(20);
          const shown = message.groups.flatMap((group) => group.entries);
          expect(shown.length + message.more).toBe(alerts.length);
          const marks = shown.map((entry) => "●○·✓".indexOf(entry.mark));
          expect(marks).toEqual(marks.toSorted((a, b) => a - b));
        },
      ),
    );
  });
});

describe("hostile names (F41)", () => {
  const hostile = fc.string({ unit: "binary" }).map((name) => `${name}<!channel>\r\nBcc: x@y.z &`);

  it("never leave a bare < > & in Slack, nor a tag in HTML, nor a line of their own", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const one = view({
          agent: { id: name, title: name },
          decisionClass: { id: name, title: name },
          criteria: name,
          person: { name, until: null, leaveUntil: null, zone: name },
          owners: [{ name, role: null, hasSigned: false }],
        });
        const message = digestMessage([one], { now: NOW, zone: name });
        const slack = JSON.stringify(slackPayload(message, name));
        expect(slack).not.toMatch(/[<>]/);
        expect(slack.replace(/&(amp|lt|gt);/g, "")).not.toContain("&");
        const tags = emailHtml(message, name).match(/<[^>]*>/g) ?? [];
        expect(tags.every((tag) => /^<\/?(h2|h3|p|br|code)>$/.test(tag))).toBe(true);
        const entries = message.groups.flatMap((group) => group.entries);
        expect(
          entries.every((entry) => !/[\r\n]/.test(entry.sentence + entry.commands.join(""))),
        ).toBe(true);
      }),
    );
  });

  it("cannot end a command that is pasted into a shell", () => {
    expect(shellWord("claims-triage")).toBe("claims-triage");
    expect(shellWord("x; rm -rf ~")).toBe("'x; rm -rf ~'");
    expect(shellWord("it's")).toBe(`'it'\\''s'`);
    expect(shellWord("$(id)")).toBe("'$(id)'");
    expect(shellWord("")).toBe("''");
  });
});

describe("words", () => {
  it("cleans names without breaking those that join letters", () => {
    expect(clean("  Jo\u202en\r\n  Reyes\u0000 ")).toBe("Jo n Reyes");
    expect(clean("می\u200cخواهم")).toBe("می\u200cخواهم");
    expect(clean("x".repeat(100))).toHaveLength(80);
  });

  it("lists people", () => {
    expect(listOf(["A"])).toBe("A");
    expect(listOf(["A", "B"])).toBe("A and B");
    expect(listOf(["A", "B", "C"])).toBe("A, B and C");
    expect(listOf(["A", "B", "C", "D", "E"])).toBe("A, B and 3 others");
  });

  it("names the last day in the zone of whoever leaves (L2)", () => {
    // Midnight in Auckland at the start of 1 December: the last day there was 30 November.
    const end = Date.UTC(2026, 10, 30, 11);
    expect(lastDay(end, NOW + 9 * DAY, "Pacific/Auckland")).toBe("on 30 Nov");
    expect(lastDay(NOW + 400 * DAY, NOW, "UTC")).toBe("on 5 Jan 2028");
  });
});
