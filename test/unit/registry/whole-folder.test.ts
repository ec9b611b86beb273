import { describe, expect, test } from "vitest";
import { judgeFiles } from "../../support/registry-files.js";

const agent = (id: string, more = "") => `kind: Agent\nid: ${id}\ntitle: A\n${more}`;
const decisionClass = (id: string, limits = "{}") =>
  `kind: DecisionClass\nid: ${id}\ntitle: C\ncriteria: when\nimpact: low\nthreshold:\n  text: then\n  limits: ${limits}\n`;
const authorization = (agentId: string, classId: string, more = "") =>
  `kind: Authorization\nagent: ${agentId}\ndecisionClass: ${classId}\nowner: maya\n${more}`;

const keysOf = (files: Record<string, string>) => Object.keys(judgeFiles(files).documents);

describe("one id, one document", () => {
  test("two of one id are both refused, and each names the other", () => {
    const files = {
      "a.yaml": `${agent("bot")}---\n${agent("other")}`,
      "b.yaml": `# again\n${agent("bot", "status: retired\n")}`,
    };
    expect(keysOf(files)).toEqual(["Agent/other"]);
    expect(judgeFiles(files).problems).toEqual([
      'a.yaml:2:5  agent "bot" is written in more than one place: also at b.yaml:2. Keep one of them.',
      'b.yaml:3:5  agent "bot" is written in more than one place: also at a.yaml:1. Keep one of them.',
    ]);
  });

  test("of five, three others are named", () => {
    const { problems } = judgeFiles({
      "a.yaml": Array.from({ length: 5 }, () => agent("x")).join("---\n"),
    });
    expect(problems[0]).toBe(
      'a.yaml:2:5  agent "x" is written in more than one place: also at a.yaml:5, a.yaml:9, a.yaml:13 and 1 more. Keep one of them.',
    );
  });

  test("a bad document still claims its id", () => {
    const files = { "a.yaml": agent("bot"), "b.yaml": "kind: Agent\nid: bot\ntitle: a: b\n" };
    expect(keysOf(files)).toEqual([]);
    expect(judgeFiles(files).problems[0]).toBe(
      'a.yaml:2:5  agent "bot" is written in more than one place: also at b.yaml:1. Keep one of them.',
    );
  });

  test("one id may name documents of different kinds", () => {
    expect(keysOf({ "a.yaml": `${agent("x")}---\n${decisionClass("x")}` })).toEqual([
      "Agent/x",
      "DecisionClass/x",
    ]);
  });

  test("Q8: ids that differ only by case are both refused", () => {
    const files = { "a.yaml": `${agent("Bot")}---\n${agent("bot")}` };
    expect(keysOf(files)).toEqual([]);
    expect(judgeFiles(files).problems).toEqual([
      'a.yaml:2:5  agent "Bot" differs from "bot" at a.yaml:5 only by capital letters. Use one spelling, or another id.',
      'a.yaml:6:5  agent "bot" differs from "Bot" at a.yaml:1 only by capital letters. Use one spelling, or another id.',
    ]);
  });

  test("two authorizations of one agent for one class are one too many", () => {
    const both = `${authorization("a", "c")}---\n${authorization("a", "c", "coOwners: [jon]\n")}`;
    const files = { "a.yaml": `${agent("a")}---\n${decisionClass("c")}---\n${both}` };
    expect(keysOf(files)).toEqual(["Agent/a", "DecisionClass/c"]);
    expect(judgeFiles(files).problems[0]).toBe(
      'a.yaml:15:8  authorization "a:c" is written in more than one place: also at a.yaml:19. Keep one of them.',
    );
  });

  test("two agents cannot be the same account, unless one is retired", () => {
    const identity = "identities: [{ source: okta, id: 0oa1 }]\n";
    const both = `${agent("a", identity)}---\n${agent("b", identity)}`;
    expect(judgeFiles({ "a.yaml": both }).problems).toEqual([
      'a.yaml:4:13  agent "a" claims an identity that another agent claims too, at a.yaml:6. Leave it with the agent it belongs to.',
      'a.yaml:9:13  agent "b" claims an identity that another agent claims too, at a.yaml:1. Leave it with the agent it belongs to.',
    ]);
    expect(keysOf({ "a.yaml": `${both}status: retired\n` })).toEqual(["Agent/a", "Agent/b"]);
  });
});

describe("G9: references", () => {
  test("an agent and a class that no document declares", () => {
    const files = {
      "a.yaml": `${agent("refunds-bot")}---\n${decisionClass("vendor-block")}`,
      "b.yaml": authorization("refund-bot", "loan-approval"),
    };
    expect(judgeFiles(files).problems).toEqual([
      'b.yaml:2:8  agent "refund-bot" is not in this folder. Did you mean refunds-bot?',
      'b.yaml:3:16  decision class "loan-approval" is not in this folder. Write its DecisionClass document, or correct the id.',
    ]);
    expect(keysOf(files)).toEqual(["Agent/refunds-bot", "DecisionClass/vendor-block"]);
  });

  test("the class is bad: what refers to it waits, everything else goes on", () => {
    const files = {
      "registry/claims.yaml": `# claims\n\n${decisionClass("claims").replace("impact: low", "impact: hgih")}`,
      "registry/b.yaml": `${agent("a")}---\n${decisionClass("c")}---\n${authorization("a", "claims")}---\n${authorization("a", "c")}`,
    };
    expect(keysOf(files)).toEqual(["Agent/a", "DecisionClass/c", "Authorization/a:c"]);
    const { judgement, problems } = judgeFiles(files);
    expect(problems).toEqual([
      'registry/b.yaml:16:16  decision class "claims" waits for registry/claims.yaml:3, which has problems. Nothing changes until that is mended.',
      'registry/claims.yaml:7:9  impact "hgih" is not one of low, medium, high, critical. Did you mean high?',
    ]);
    expect(judgement.quarantined.map(({ recordId }) => recordId)).toEqual([
      "Authorization/a:claims",
      "DecisionClass/claims",
    ]);
  });

  test("an agent that cannot even be parsed is recognised by its id", () => {
    const files = {
      "a.yaml": "kind: Agent\nid: bot\ntitle: a: b\n",
      "b.yaml": `${decisionClass("c")}---\n${authorization("bot", "c")}`,
    };
    expect(judgeFiles(files).problems[1]).toBe(
      'b.yaml:11:8  agent "bot" waits for a.yaml:1, which has problems. Nothing changes until that is mended.',
    );
  });

  test("what is declared twice is waited for", () => {
    const files = {
      "a.yaml": `${agent("bot")}---\n${agent("bot")}---\n${decisionClass("c")}---\n${authorization("bot", "c")}`,
    };
    expect(keysOf(files)).toEqual(["DecisionClass/c"]);
    expect(judgeFiles(files).problems.at(-1)).toMatch(
      /^a\.yaml:19:8 {2}agent "bot" waits for a\.yaml:\d, which has problems\./,
    );
  });

  test("an authority limit may only name classes that exist", () => {
    const files = {
      "a.yaml": `${decisionClass("refunds", "{ amountEUR: 5 }")}---\nkind: AuthorityLimit\nid: m\nperson: maya\nlimits: { amountEUR: 5 }\ndecisionClasses: [refund]\n`,
    };
    expect(judgeFiles(files).problems).toEqual([
      'a.yaml:14:19  decision class "refund" is not in this folder. Did you mean refunds?',
    ]);
  });

  test("retired agents and classes may still be referred to", () => {
    const files = {
      "a.yaml": `${agent("a", "status: retired\n")}---\n${decisionClass("c")}status: retired\n---\n${authorization("a", "c")}`,
    };
    expect(judgeFiles(files).problems).toEqual([]);
  });
});

describe("G3: limits", () => {
  const files = (limits: string) => ({
    "a.yaml": `${agent("a")}---\n${decisionClass("c", "{ amountEUR: 2000, itemCount: 3 }")}`,
    "b.yaml": authorization("a", "c", `limit: { limits: ${limits} }\n`),
  });

  test("as narrow as the class, or narrower", () => {
    expect(judgeFiles(files("{ amountEUR: 2000, itemCount: 0 }")).problems).toEqual([]);
  });

  test("never wider", () => {
    expect(judgeFiles(files("{ amountEUR: 2000.01 }")).problems).toEqual([
      'b.yaml:5:31  limit amountEUR 2000.01 is wider than the 2000 of decision class "c". Write 2000 or less.',
    ]);
  });

  test("only of numbers the class has", () => {
    expect(judgeFiles(files("{ amountEur: 5, weightKg: 1 }")).problems).toEqual([
      'b.yaml:5:31  "amountEur" is not a number of decision class "c". Did you mean amountEUR?',
      'b.yaml:5:44  "weightKg" is not a number of decision class "c". It has amountEUR, itemCount.',
    ]);
    const none = {
      ...files("{ amountEUR: 5 }"),
      "a.yaml": `${agent("a")}---\n${decisionClass("c")}`,
    };
    expect(judgeFiles(none).problems).toEqual([
      'b.yaml:5:31  "amountEUR" is not a number of decision class "c". It has none; give them under its threshold.',
    ]);
  });

  test("a slip of the pen must not make an authority limit void", () => {
    const limit = (name: string) => ({
      "a.yaml": decisionClass("c", "{ amountEUR: 2000 }"),
      "b.yaml": `kind: AuthorityLimit\nid: m\nperson: maya\nlimits: { ${name}: 5 }\n`,
    });
    expect(judgeFiles(limit("amountEur")).problems).toEqual([
      'b.yaml:4:22  "amountEur" is not a number of any decision class, so it would limit nothing. Did you mean amountEUR?',
    ]);
    const other = judgeFiles(limit("weightKg"));
    expect(other.problems).toEqual([]);
    expect(other.judgement.remarks).toEqual([
      'b.yaml:1: "weightKg" limits nothing yet: it is not a number of any decision class.',
    ]);
  });
});

test("a near number is not refused while a class that may have it cannot be read", () => {
  const { problems, judgement } = judgeFiles({
    "a.yaml": `${decisionClass("c", "{ amountEUR: 5 }")}---\nkind: DecisionClass\nid: d\ntitle: a: b\n`,
    "b.yaml": "kind: AuthorityLimit\nid: m\nperson: maya\nlimits: { amountUSD: 5 }\n",
  });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^a\.yaml:12:8 /);
  expect(judgement.remarks).toEqual([
    'b.yaml:1: "amountUSD" limits nothing yet: it is not a number of any decision class.',
  ]);
});

test("F12: a bad record is recognised by its hash, whatever stands around it", () => {
  const bad = "kind: Agent\nid: x\ntitle: 7\n";
  const hashOf = (text: string) => judgeFiles({ "a.yaml": text }).judgement.quarantined[0]?.rawHash;
  expect(hashOf(`${bad}---\n${agent("a")}`)).toBe(hashOf(bad));
  expect(hashOf(bad.replace("7", "8"))).not.toBe(hashOf(bad));
});

test("problems come in the order of files and lines", () => {
  const { problems } = judgeFiles({
    "b.yaml": "kind: Agent\nid: x\n",
    "a.yaml": agent("y", "builder: 7\nstatus: off\n"),
  });
  expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
    "a.yaml:4:10",
    "a.yaml:5:9",
    "b.yaml:1:1",
  ]);
});
