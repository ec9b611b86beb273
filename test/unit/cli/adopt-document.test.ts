import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DocumentFacts, documentText, slugOf } from "../../../src/runs/adopt-document.js";
import { judgeFiles } from "../../support/registry-files.js";

const AT = Date.parse("2026-11-22T20:00:00Z");
const maya = { id: "p-maya", name: "Maya Okafor" };

function facts(over: Partial<DocumentFacts> = {}): DocumentFacts {
  return {
    key: "entra/7f3a",
    source: "entra",
    nativeId: "7f3a",
    name: "Refund helper",
    otherIds: ["app-1"],
    blueprintRef: "entra/blue-1",
    createdAt: Date.parse("2026-03-01T08:00:00Z"),
    id: "refund-helper",
    sponsor: { person: maya, address: "maya.okafor@example.com", remark: null },
    at: AT,
    ...over,
  };
}

const CLASS = `
---
kind: DecisionClass
id: refund
title: Refund
criteria: A customer asks for money back.
threshold: Up to EUR 500.
impact: medium
`;

/** The file after a person did what its comments say. */
function filledIn(text: string): string {
  const lines = text.split("\n");
  const start = lines.indexOf("# ---");
  const kept = lines.slice(0, start);
  const proposal = lines.slice(start).map((line) => line.replace(/^# /, ""));
  return [...kept, ...proposal]
    .join("\n")
    .replace("# builder:", "builder: bo@example.com")
    .replace("decisionClass:", "decisionClass: refund");
}

describe("the document that adopt writes", () => {
  test("claims the agent and passes lint as it is, with nothing else in it", () => {
    const { documents, problems } = judgeFiles({
      "agents/refund-helper.yaml": documentText(facts()),
    });
    expect(problems).toEqual([]);
    expect(documents).toEqual({
      "Agent/refund-helper": {
        kind: "Agent",
        id: "refund-helper",
        title: "Refund helper",
        builder: null,
        identities: [{ source: "entra", id: "7f3a" }],
        manifest: {
          blueprint: "blue-1",
          appId: "app-1",
          createdAt: "2026-03-01T08:00:00.000Z",
        },
        status: "active",
      },
    });
  });

  test("does so where nothing but a name is known", () => {
    const bare = facts({
      otherIds: [],
      blueprintRef: null,
      createdAt: null,
      sponsor: { person: null, address: null, remark: null },
    });
    const { documents, problems } = judgeFiles({ "a.yaml": documentText(bare) });
    expect(problems).toEqual([]);
    expect(documents["Agent/refund-helper"]).toMatchObject({ manifest: {} });
  });

  test("becomes an authorization with the sponsor as owner by what its comments say", () => {
    const text = filledIn(documentText(facts()));
    const { documents, problems } = judgeFiles({ "a.yaml": `${text}${CLASS}` });
    expect(problems).toEqual([]);
    expect(documents["Agent/refund-helper"]).toMatchObject({ builder: "bo@example.com" });
    expect(documents["Authorization/refund-helper:refund"]).toMatchObject({
      owner: "maya.okafor@example.com",
      signed: [],
      status: "active",
    });
  });

  test("what is not filled in yet is a problem at its line", () => {
    const sponsor = { person: null, address: null, remark: null };
    const text = filledIn(documentText(facts({ sponsor })))
      .replace("decisionClass: refund", "decisionClass:")
      .replace("builder: bo@example.com", "builder:");
    const { problems } = judgeFiles({ "a.yaml": `${text}${CLASS}` });
    expect(problems.map((one) => one.replace(/\d+:\d+/, "line"))).toEqual([
      expect.stringMatching(/^a\.yaml:line {2}builder is empty\. Name who built the agent/),
      expect.stringMatching(/^a\.yaml:line {2}decisionClass is empty\./),
      expect.stringMatching(/^a\.yaml:line {2}owner is empty\. Name the person/),
    ]);
  });

  test("proposes nobody where nobody may be proposed, and says why", () => {
    const sponsor = { person: maya, address: null, remark: "Maya Okafor has left." };
    const text = documentText(facts({ sponsor }));
    expect(text).toMatch(/^# owner:$/m);
    expect(text).toContain("Nobody is proposed. Maya Okafor has left.");
    expect(text).not.toContain("example.com");
  });
});

describe("F41 names of a directory in a document", () => {
  const hostile = [
    "x\n---\nkind: Authorization\nagent: a\ndecisionClass: b\nowner: eve@example.com",
    "x\r# owner: eve@example.com",
    "x: {owner: &a eve}",
    "- *a",
    "!!js/function 'x'",
    'it\'s "quoted" # not a comment',
    "<script>alert(1)</script>",
    "') DETACH DELETE n //",
    "=cmd|' /C calc'!A0",
    "\u202Egnp.exe\u2066",
    "\u0000\u001b[31m\u0085\u2028",
    "true",
    "0x10",
    "~",
    "",
    "   ",
    "\ud800",
    "#".repeat(400),
    "🧾".repeat(400),
  ];

  test.each(hostile.map((name) => [JSON.stringify(name).slice(0, 40), name]))("%s", (_, name) => {
    holds({ name });
  });

  test("any name, id and sponsor", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 80 }),
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
        fc.string({ unit: "binary", maxLength: 40 }),
        (name, nativeId, sponsorName) => {
          const sponsor = {
            person: { id: "p", name: sponsorName },
            address: null,
            remark: `${sponsorName} has left.`,
          };
          const printable = nativeId.normalize("NFC").trim() || "id";
          holds({ name, nativeId: printable, sponsor });
        },
      ),
    );
  }, 60_000);

  /** The text is exactly one agent that claims exactly the one id, whatever it is called. */
  function holds(over: Partial<DocumentFacts>): void {
    const given = facts(over);
    const id = slugOf(given);
    const text = documentText({ ...given, id });
    const { documents, problems } = judgeFiles({ "a.yaml": text });
    expect(problems).toEqual([]);
    expect(Object.keys(documents)).toEqual([`Agent/${id}`]);
    expect(documents[`Agent/${id}`]).toMatchObject({
      identities: [{ source: "entra", id: given.nativeId }],
      builder: null,
    });
    expect(text).toMatch(/^[\P{Cc}\n]*$/u);
  }
});

describe("the id that a name suggests", () => {
  test.each([
    ["Refund helper", "refund-helper"],
    ["  Rückgabe & Löschung (v2) ", "ruckgabe-loschung-v2"],
    ["refunds_BOT", "refunds-bot"],
    ["---", "agent-########"],
    ["退款助手", "agent-########"],
    ["a".repeat(90), "a".repeat(60)],
  ])("%s", (name, slug) => {
    const given = slugOf({ name, key: "entra/7f3a" });
    expect(given.replace(/^agent-[0-9a-f]{8}$/, "agent-########")).toBe(slug);
    expect(slugOf({ name, key: "entra/7f3a" })).toBe(given);
  });
});
