import { describe, expect, test } from "vitest";
import { placeOf } from "../../../src/sources/registry/places.js";
import { judgeFiles } from "../../support/registry-files.js";

const CLAIMS = `# What the claims agents may decide.
kind: DecisionClass
id: refund-over-limit
title: Refund above the agent's limit
criteria: A customer asks for a refund above EUR 200
threshold:
  text: claims up to EUR 2,000
  limits: { amountEUR: 2000 }
impact: medium
governanceLead: Ines.Duarte@example.com
---
kind: Agent
id: refunds-bot
title: Refunds bot
builder: tom.ek@example.com
identities: [{ source: okta, id: 0oa1 }]
manifest: { model: m-1, tools: [pay, mail], promptVersion: 7, temperature: 1.0 }
---
kind: Authorization
agent: refunds-bot
decisionClass: refund-over-limit
owner: Maya.Okafor@example.com
coOwners: [jon.reyes@example.com]
successors:
  - ines.duarte@example.com
binding: { team: T-3 }
limit: { text: small ones, limits: { amountEUR: 1000 } }
signed:
  by: maya.okafor@example.com
  on: 2026-02-03
  evidence: https://wiki.example.com/41
---
kind: AuthorityLimit
id: maya-claims
person: maya.okafor@example.com
limits: { amountEUR: 10000 }
decisionClasses: [refund-over-limit]
from: 2026-01-01
to: 2026-12-31
`;

describe("good documents", () => {
  test("each kind becomes its one normalised form", () => {
    const { documents, problems } = judgeFiles({ "registry/claims.yaml": CLAIMS });
    expect(problems).toEqual([]);
    expect(documents).toEqual({
      "DecisionClass/refund-over-limit": {
        kind: "DecisionClass",
        id: "refund-over-limit",
        title: "Refund above the agent's limit",
        criteria: { text: "A customer asks for a refund above EUR 200", cel: null },
        threshold: { text: "claims up to EUR 2,000", limits: { amountEUR: 2000 }, cel: null },
        impact: "medium",
        governanceLead: "ines.duarte@example.com",
        status: "active",
      },
      "Agent/refunds-bot": {
        kind: "Agent",
        id: "refunds-bot",
        title: "Refunds bot",
        builder: "tom.ek@example.com",
        identities: [{ source: "okta", id: "0oa1" }],
        manifest: { model: "m-1", tools: ["pay", "mail"], promptVersion: 7, temperature: 1 },
        status: "active",
      },
      "Authorization/refunds-bot:refund-over-limit": {
        kind: "Authorization",
        id: "refunds-bot:refund-over-limit",
        agent: "refunds-bot",
        decisionClass: "refund-over-limit",
        owner: "maya.okafor@example.com",
        coOwners: ["jon.reyes@example.com"],
        successors: ["ines.duarte@example.com"],
        binding: { to: "team", id: "T-3" },
        signed: [
          {
            by: "maya.okafor@example.com",
            on: "2026-02-03",
            evidence: "https://wiki.example.com/41",
          },
        ],
        limit: { text: "small ones", limits: { amountEUR: 1000 } },
        status: "active",
      },
      "AuthorityLimit/maya-claims": {
        kind: "AuthorityLimit",
        id: "maya-claims",
        person: "maya.okafor@example.com",
        limits: { amountEUR: 10000 },
        decisionClasses: ["refund-over-limit"],
        from: "2026-01-01",
        to: "2026-12-31",
      },
    });
  });

  test("every field carries its place, under the path of the normalised document", () => {
    const { judgement } = judgeFiles({ "registry/claims.yaml": CLAIMS });
    const placesOf = (key: string) =>
      judgement.observations.find((observation) => observation.key === key)?.places ?? {};
    const at = (key: string, path: string) => {
      const { line, column } = placeOf(placesOf(key), path);
      return `${line}:${column}`;
    };
    expect(at("DecisionClass/refund-over-limit", "")).toBe("2:1");
    expect(at("DecisionClass/refund-over-limit", "criteria.text")).toBe("5:11");
    expect(at("DecisionClass/refund-over-limit", "threshold.limits.amountEUR")).toBe("8:24");
    const authorization = "Authorization/refunds-bot:refund-over-limit";
    expect(at(authorization, "")).toBe("19:1");
    expect(at(authorization, "owner")).toBe("22:8");
    expect(at(authorization, "coOwners.0")).toBe("23:12");
    expect(at(authorization, "successors.0")).toBe("25:5");
    expect(at(authorization, "binding.id")).toBe("26:18");
    expect(at(authorization, "signed.0.by")).toBe("29:7");
    expect(at(authorization, "signed.0.on")).toBe("30:7");
    // What is not written is where the document begins.
    expect(at(authorization, "status")).toBe("19:1");
  });

  test("short and long ways of writing mean the same", () => {
    const head = "kind: Authorization\nagent: a\ndecisionClass: c\nowner: maya\n";
    const classAndAgent = `kind: Agent\nid: a\ntitle: A\n---\nkind: DecisionClass\nid: c\ntitle: C
criteria: { text: when, cel: amount > 1.0 }\nthreshold: up to 5\nimpact: low\n---\n`;
    const read = (rest: string) => {
      const { documents, problems } = judgeFiles({ "a.yaml": classAndAgent + head + rest });
      expect(problems).toEqual([]);
      return documents;
    };
    expect(read("signed: { by: maya, on: 2026-01-02 }")).toEqual(
      read("signed:\n  - by: maya\n    on: 2026-01-02\nbinding: person\nstatus: active"),
    );
    expect(read("")["DecisionClass/c"]).toMatchObject({
      criteria: { text: "when", cel: "amount > 1.0" },
      threshold: { text: "up to 5", limits: {}, cel: null },
      governanceLead: null,
    });
    expect(read("binding: { position: P-12 }")["Authorization/a:c"]).toMatchObject({
      binding: { to: "position", id: "P-12" },
    });
  });

  test("a retired authorization needs no owner", () => {
    const text = `kind: Agent\nid: a\ntitle: A\n---\nkind: DecisionClass\nid: c\ntitle: C\ncriteria: x
threshold: y\nimpact: low\n---\nkind: Authorization\nagent: a\ndecisionClass: c\nstatus: retired\n`;
    expect(judgeFiles({ "a.yaml": text }).documents["Authorization/a:c"]).toMatchObject({
      owner: null,
      coOwners: [],
      status: "retired",
    });
  });

  test("paths with dots, slashes and capitals are ids", () => {
    const { documents } = judgeFiles({
      "a.yaml": "kind: Agent\nid: kubernetes/test-infra/CHANGELOG_1.2/OWNERS\ntitle: A\n",
    });
    expect(Object.keys(documents)).toEqual(["Agent/kubernetes/test-infra/CHANGELOG_1.2/OWNERS"]);
  });

  test("the same words in another style are the same text", () => {
    const read = (criteria: string) =>
      judgeFiles({
        "a.yaml": `kind: DecisionClass\nid: c\ntitle: C\ncriteria: ${criteria}\nthreshold: y\nimpact: low\n`,
      }).documents["DecisionClass/c"];
    const plain = read("Café bills");
    expect(read('"  Cafe\\u0301 bills "')).toEqual(plain);
    expect(read("|\n  Café bills\n")).toEqual(plain);
    expect(read(">-\n  Café\n  bills")).toEqual(plain);
  });

  test("Windows line ends change nothing", () => {
    const unix = judgeFiles({ "a.yaml": CLAIMS });
    const windows = judgeFiles({ "a.yaml": CLAIMS.replaceAll("\n", "\r\n") });
    expect(windows.judgement.observations).toEqual(unix.judgement.observations);
    expect(windows.problems).toEqual([]);
  });

  test("comments, empty documents and document ends between documents are nothing", () => {
    const { documents, problems } = judgeFiles({
      "a.yaml":
        "---\n# only a comment\n---\n--- # marked\nkind: Agent\nid: a\ntitle: A\n...\n# between\n---\n\n---\n{ kind: Agent, id: b, title: B }\n",
    });
    expect(Object.keys(documents)).toEqual(["Agent/a", "Agent/b"]);
    expect(problems).toEqual([]);
  });

  test("no and 007 in quotes are texts, and so is no without", () => {
    const { documents } = judgeFiles({ "a.yaml": 'kind: Agent\nid: "007"\ntitle: no\n' });
    expect(documents["Agent/007"]).toMatchObject({ id: "007", title: "no" });
  });
});

describe("Markdown", () => {
  const front = "---\nkind: DecisionClass\nid: c\ntitle: C\nthreshold: y\nimpact: low\n";

  test("the body is the criteria", () => {
    const { documents, judgement } = judgeFiles({
      "c.md": `${front}---\n\n# When\n\nA vendor is *late*.\n\n---\n\nTwice.\n`,
    });
    expect(documents["DecisionClass/c"]).toMatchObject({
      criteria: { text: "# When\n\nA vendor is *late*.\n\n---\n\nTwice.", cel: null },
    });
    expect(judgement.observations[0]?.places["criteria.text"]).toEqual({
      file: "c.md",
      line: 9,
      column: 1,
    });
  });

  test("the body joins a CEL expression, and gives way to criteria in the fields", () => {
    const withCel = judgeFiles({ "c.md": `${front}criteria: { cel: late > 2.0 }\n---\nLate.\n` });
    expect(withCel.documents["DecisionClass/c"]).toMatchObject({
      criteria: { text: "Late.", cel: "late > 2.0" },
    });
    const withText = judgeFiles({ "c.md": `${front}criteria: Early.\n---\nNotes.\n` });
    expect(withText.documents["DecisionClass/c"]).toMatchObject({
      criteria: { text: "Early.", cel: null },
    });
  });

  test("a file without fields at the top is no document", () => {
    const { problems, judgement } = judgeFiles({ "README.md": "# Our registry\n\n---\nkind: x\n" });
    expect(problems).toEqual([]);
    expect(judgement.documents).toBe(0);
  });

  test("fields that are never closed are a problem", () => {
    expect(judgeFiles({ "c.md": `${front}\nText.\n` }).problems).toEqual([
      "c.md:1:1  The fields at the top are never closed. Put a line with only --- after the last one.",
    ]);
  });
});
