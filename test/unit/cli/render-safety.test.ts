import { createColors } from "picocolors";
import { describe, expect, test } from "vitest";
import { findingList, orphanList } from "../../../src/cli/render/findings.js";
import { syncReport } from "../../../src/cli/render/sync.js";
import { table } from "../../../src/cli/render/table.js";
import { cleanAll, clean, json } from "../../../src/cli/render/text.js";
import { errorText } from "../../../src/cli/render/error.js";
import { decision, look, report } from "./views.js";

const EVIL = "Maya\u001b[2J\u001b]0;owned\u0007\r\nForged line\u009b31m \u202Egnp";

describe("F41: text from data cannot move the cursor, forge a line or turn the reading direction", () => {
  test("in a string and anywhere in a view", () => {
    // eslint-disable-next-line no-control-regex -- that is what must not be left
    const unsafe = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/;
    expect(clean(EVIL)).not.toMatch(unsafe);
    expect(clean(EVIL)).toContain("Maya");
    const view = cleanAll({ names: [{ name: EVIL }], at: 5, nothing: null });
    expect(view.names[0]?.name).not.toMatch(unsafe);
    expect(view.at).toBe(5);
  });

  test("in a report: one person is one line", () => {
    const line = decision({ ownersAfter: [{ id: "p", name: EVIL }] });
    const text = syncReport(cleanAll(report({ decisions: [line] })), new Map(), look);
    expect(text).not.toContain("\u001b");
    expect(text.split("\n").some((each) => each.trim().startsWith("Forged"))).toBe(false);
  });

  test("in an error, which may repeat what was typed", () => {
    const text = errorText({ code: "X", message: `No agent ${EVIL}.`, next: null }, look);
    expect(text).not.toContain("\u001b");
    expect(text.split("\n")).toHaveLength(1);
  });

  test("in JSON, where only what JSON escapes anyway would be safe", () => {
    const text = json({ name: EVIL });
    expect(text).not.toMatch(/[\u007f-\u009f\u202a-\u202e]/);
    expect(JSON.parse(text)).toEqual({ name: EVIL });
  });
});

describe("tables", () => {
  const rows = [
    ["a", "x".repeat(10), "the quick brown fox jumps over the lazy dog and runs away again"],
    ["日本語", "y", "短い"],
  ];

  test("wrap the flexible column between words and never cut one", () => {
    const text = table(rows, { ...look, width: 50 });
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(50);
    expect(text.replaceAll(/\s+/g, " ")).not.toContain("…");
    for (const word of "the quick brown fox jumps over lazy dog and runs away again".split(" ")) {
      expect(text).toContain(word);
    }
  });

  test("align wide characters by the columns they take", () => {
    const [first, second] = table(rows, { ...look, width: 200 }).split("\n");
    expect(first?.indexOf("x")).toBe(8);
    expect(second?.indexOf("y")).toBe(5);
  });

  test("have no trailing spaces, and colours only where they are wanted", () => {
    const colourful = { ...look, colours: createColors(true) };
    expect(table(rows, look, { head: ["a", "b", "c"] })).not.toMatch(/ $/m);
    expect(table(rows, look, { head: ["a", "b", "c"] })).not.toContain("\u001b");
    expect(table(rows, colourful, { head: ["a", "b", "c"] })).toContain("\u001b[1m");
  });
});

describe("lists", () => {
  test("findings: the worst first, each with what to type", () => {
    const finding = {
      id: "f",
      code: "OWNER_DEPARTING",
      severity: "warning",
      subject: { kind: "authorization", key: "a:b" },
      sentence: "Maya Okafor leaves on 30 Nov.",
      next: "countersign who a b",
      openedAt: Date.parse("2026-11-20"),
      clearedAt: null,
      lead: null,
    } as const;
    const text = findingList(
      [finding, { ...finding, code: "SUCCESSION_FAILED", severity: "critical" }],
      look,
    );
    expect(text).toBe(
      [
        "a:b",
        "  critical SUCCESSION_FAILED since 20 Nov",
        "    Maya Okafor leaves on 30 Nov.",
        "  warning OWNER_DEPARTING since 20 Nov",
        "    Maya Okafor leaves on 30 Nov.",
        "  Next: countersign who a b",
        "",
        "2 findings about 1 thing.",
      ].join("\n"),
    );
    expect(findingList([], look)).toBe("No finding is open: nothing needs a human.");
  });

  test("orphans: who was asked, and the command that names an owner", () => {
    const text = orphanList(
      [
        {
          key: "vendor-screener:vendor-block",
          agentId: "vendor-screener",
          agentTitle: "Vendor screener",
          decisionClassId: "vendor-block",
          decisionClassTitle: "Block a vendor",
          standing: "orphaned",
          since: Date.parse("2026-11-21"),
          lastOwner: { id: "o", name: "Olga Brandt" },
          asked: [
            { step: "manager", person: { id: "t", name: "Tom Ek" }, obstacles: ["isBuilder"] },
          ],
          lead: null,
        },
      ],
      look,
    );
    expect(text).toContain("vendor-screener may decide vendor-block  orphaned since 21 Nov");
    expect(text).toContain("last owner: Olga Brandt\n  asked: Tom Ek (built this agent)");
    expect(text).toContain(
      'countersign reassign vendor-screener vendor-block --to <person> --reason "…"',
    );
    expect(text).toContain("Nobody stands for 1 decision right.");
  });
});
