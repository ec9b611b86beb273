import { describe, expect, test } from "vitest";
import { judgeFiles } from "../../support/registry-files.js";

const BASE = `kind: DecisionClass
id: c
title: C
criteria: when
threshold: { text: up to 2000, limits: { amountEUR: 2000 } }
impact: low
---
kind: Agent
id: a
title: A
builder: tom@example.com
`;

/** Problems of one document that stands in a file of its own beside a good class and a good agent. */
function problemsOf(text: string, on?: string): readonly string[] {
  return judgeFiles({ "base.yaml": BASE, "r/x.yaml": text }, on).problems;
}

const AUTHORIZATION = "kind: Authorization\nagent: a\ndecisionClass: c\nowner: maya@example.com\n";
const CLASS =
  "kind: DecisionClass\nid: x\ntitle: X\ncriteria: when\nthreshold: then\nimpact: low\n";
const AGENT = "kind: Agent\nid: x\ntitle: X\n";
const LIMIT = "kind: AuthorityLimit\nid: x\nperson: maya\nlimits: { amountEUR: 5 }\n";

describe("F40: kinds", () => {
  test.each([
    [
      "no kind",
      "id: x",
      "r/x.yaml:1:1  kind is missing. Begin the document with kind: and one of DecisionClass, Agent, Authorization, AuthorityLimit.",
    ],
    [
      "a kind that is near one",
      "kind: decision-class\nid: x",
      'r/x.yaml:1:7  kind "decision-class" is not one of DecisionClass, Agent, Authorization, AuthorityLimit. Did you mean DecisionClass?',
    ],
    [
      "another kind",
      "kind: Deployment\nid: x",
      'r/x.yaml:1:7  kind "Deployment" is not one of DecisionClass, Agent, Authorization, AuthorityLimit.',
    ],
    [
      "a kind that is a number",
      "kind: 7",
      "r/x.yaml:1:7  kind is not a word. Begin the document with kind: and one of DecisionClass, Agent, Authorization, AuthorityLimit.",
    ],
  ])("%s", (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });
});

describe("F40: fields that are missing, empty or unknown", () => {
  test("everything a decision class needs is told at once", () => {
    expect(problemsOf("# one\nkind: DecisionClass\n")).toEqual([
      "r/x.yaml:2:1  id is missing. Give this kind of decision an id that will never change, such as refund-over-limit.",
      "r/x.yaml:2:1  title is missing. Name the decision in one short line, the way people speak of it.",
      "r/x.yaml:2:1  criteria is missing. Say in words which conditions trigger the decision.",
      "r/x.yaml:2:1  threshold is missing. Say at what point the agent may act, in words; numbers under limits: are optional.",
      "r/x.yaml:2:1  impact is missing. Say how much harm a wrong decision does: low, medium, high or critical. It sets how long a signature may be missing.",
    ]);
  });

  test.each([
    [
      "an empty field",
      AUTHORIZATION.replace(" maya@example.com", ""),
      "r/x.yaml:4:1  owner is empty. Name the person who answers for it: an e-mail address or login. Not who built the agent.",
    ],
    [
      "an empty text",
      `${AGENT}builder: ""`,
      'r/x.yaml:4:10  builder "" is neither an e-mail address nor a login. Write the address the directory has for this person, without spaces.',
    ],
    [
      "a mistyped field",
      `${AUTHORIZATION}sucessors: [jon]`,
      'r/x.yaml:5:1  "sucessors" is not a field of Authorization. Did you mean successors?',
    ],
    [
      "a field of nothing",
      `${AGENT}colour: red`,
      'r/x.yaml:4:1  "colour" is not a field of Agent. Its fields are id, title, builder, identities, manifest, status.',
    ],
    [
      "a mistyped field further in",
      `${AUTHORIZATION}signed:\n  - by: maya\n    on: 2026-02-03\n    evidnce: x`,
      'r/x.yaml:8:5  "evidnce" is not a field of signed. Did you mean evidence?',
    ],
    [
      "a field missing further in",
      `${AUTHORIZATION}signed: { by: maya }`,
      "r/x.yaml:5:9  signed.on is missing. Say on which day it was signed: YYYY-MM-DD.",
    ],
    [
      "no owner at all",
      AUTHORIZATION.replace("owner: maya@example.com\n", ""),
      "r/x.yaml:1:1  owner is missing. Name the person who answers for it: an e-mail address or login. Not who built the agent.",
    ],
    [
      "no numbers in an authority limit",
      LIMIT.replace("{ amountEUR: 5 }", "{}"),
      "r/x.yaml:4:9  limits is empty. Name at least one number, such as { amountEUR: 10000 }.",
    ],
    [
      "a limit that says nothing",
      `${AUTHORIZATION}limit: {}`,
      "r/x.yaml:5:8  limit says nothing. Give text: or limits:, or leave it out.",
    ],
    [
      "an empty list of classes",
      `${LIMIT}decisionClasses: []`,
      "r/x.yaml:5:18  decisionClasses is empty. Name a decision class, or leave the line out to mean all of them.",
    ],
  ])("%s", (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });
});

describe("F40: values of the wrong kind", () => {
  test.each([
    [
      "a number where text belongs",
      AGENT.replace("id: x", "id: 007"),
      'r/x.yaml:2:5  id 007 is read as a number, not as text. Put it in quotes: "007".',
    ],
    [
      "true where text belongs",
      AGENT.replace("title: X", "title: true"),
      'r/x.yaml:3:8  title true is read as yes or no, not as text. Put it in quotes: "true".',
    ],
    [
      "a number where text or fields belong",
      CLASS.replace("threshold: then", "threshold: 2000"),
      'r/x.yaml:5:12  threshold 2000 is read as a number, not as text. Put it in quotes: "2000".',
    ],
    [
      "a list where text or fields belong",
      CLASS.replace("criteria: when", "criteria: [when, then]"),
      "r/x.yaml:4:11  criteria is a list here. Say in words which conditions trigger the decision.",
    ],
    [
      "text where a list belongs",
      `${AUTHORIZATION}coOwners: jon@example.com`,
      'r/x.yaml:5:11  coOwners must be a list, also when it has only one entry. Write ["jon@example.com"].',
    ],
    [
      "a number with a comma",
      `${AUTHORIZATION}limit: { limits: { amountEUR: "1,000" } }`,
      'r/x.yaml:5:31  limit.limits.amountEUR "1,000" is not a number. Write 1000.',
    ],
    [
      "a number with its currency",
      `${AUTHORIZATION}limit: { limits: { amountEUR: EUR 500 } }`,
      'r/x.yaml:5:31  limit.limits.amountEUR "EUR 500" is not a number. Write 500.',
    ],
    [
      "a number that may be read in two ways",
      `${AUTHORIZATION}limit: { limits: { amountEUR: 1.000 } }`,
      "r/x.yaml:5:31  limit.limits.amountEUR 1.000 is read as 1. Write 1000, or 1.0000 if the dot is a decimal point.",
    ],
    [
      "a number below zero",
      LIMIT.replace("5", "-5"),
      "r/x.yaml:4:22  limits.amountEUR -5 is below zero. A limit is zero or more.",
    ],
    [
      "no number at all",
      LIMIT.replace("5", ".inf"),
      "r/x.yaml:4:22  limits.amountEUR .inf is not a number. Write digits.",
    ],
    [
      "a number too large to be exact",
      LIMIT.replace("5", "12345678901234567890"),
      "r/x.yaml:4:22  limits.amountEUR 12345678901234567890 is too large to be exact.",
    ],
    [
      "a name for a number with a space",
      LIMIT.replace("amountEUR", '"amount EUR"'),
      'r/x.yaml:4:11  "amount EUR" is not a name for a number. Begin with a letter, then letters, digits or _.',
    ],
    [
      "a choice that is near one",
      CLASS.replace("impact: low", "impact: hgih"),
      'r/x.yaml:6:9  impact "hgih" is not one of low, medium, high, critical. Did you mean high?',
    ],
    [
      "a status nobody has",
      `${AGENT}status: off`,
      'r/x.yaml:4:9  status "off" is not one of active, retired.',
    ],
    [
      "an id with a space",
      AGENT.replace("id: x", "id: refunds bot"),
      'r/x.yaml:2:5  id "refunds bot" is not an id. Use letters, digits, dots, slashes, underscores and dashes, and begin with a letter or digit.',
    ],
    [
      "an id with a colon",
      AGENT.replace("id: x", "id: a:b"),
      'r/x.yaml:2:5  id "a:b" is not an id. Use letters, digits, dots, slashes, underscores and dashes, and begin with a letter or digit.',
    ],
    [
      "a binding to nothing known",
      `${AUTHORIZATION}binding: { tem: T-3 }`,
      'r/x.yaml:5:10  binding must be person, { position: "id" } or { team: "id" }.',
    ],
    [
      "a binding in one word too many",
      `${AUTHORIZATION}binding: team`,
      'r/x.yaml:5:10  binding "team" must be person, { position: "id" } or { team: "id" }.',
    ],
  ])("%s", (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });
});

describe("F40: people", () => {
  test.each([
    [
      "Maya Okafor",
      "is neither an e-mail address nor a login. Write the address the directory has for this person, without spaces.",
    ],
    ["Maya <maya@example.com>", "is more than an address. Write only maya@example.com."],
    ["maya, jon", "names several people. Give each an entry of their own."],
    [
      "maya@",
      "is neither an e-mail address nor a login. Write the address the directory has for this person, without spaces.",
    ],
  ])("%s", (owner, problem) => {
    const text = AUTHORIZATION.replace("maya@example.com", owner);
    expect(problemsOf(text)).toEqual([`r/x.yaml:4:8  owner "${owner}" ${problem}`]);
  });

  test("a login is an address", () => {
    expect(problemsOf(AUTHORIZATION.replace("maya@example.com", "CORP\\maya.o"))).toEqual([]);
  });

  test("nobody is named twice", () => {
    const text = `${AUTHORIZATION}coOwners: [jon, Maya@Example.com, jon]\nsuccessors: [ines, ines]`;
    expect(problemsOf(text)).toEqual([
      'r/x.yaml:5:17  "maya@example.com" is named as an owner twice. Remove one.',
      'r/x.yaml:5:35  "jon" is named as an owner twice. Remove one.',
      'r/x.yaml:6:20  "ines" is named as a successor twice. Remove one.',
    ]);
  });

  test("the builder cannot own, however the address is spelled", () => {
    const text = AUTHORIZATION.replace("maya@", "Tom@");
    expect(problemsOf(text)).toEqual([
      'r/x.yaml:4:8  owner "tom@example.com" built the agent, and the builder cannot own its decisions. Name somebody else.',
    ]);
    expect(problemsOf(`${AUTHORIZATION}coOwners: [tom@example.com]`)).toEqual([
      'r/x.yaml:5:12  co-owner "tom@example.com" built the agent, and the builder cannot own its decisions. Name somebody else.',
    ]);
    expect(problemsOf(`${text}status: retired`)).toEqual([]);
  });
});

describe("F40: dates", () => {
  const SAY = "Write it as YYYY-MM-DD, such as 2026-02-03.";
  test.each([
    ["2026-02-30", '"2026-02-30" is a day that does not exist.'],
    ["2026-13-01", '"2026-13-01" is a day that does not exist.'],
    ["2026-2-3", '"2026-2-3" is not written as YYYY-MM-DD. Write 2026-02-03.'],
    ["2026/02/03", '"2026/02/03" is not written as YYYY-MM-DD. Write 2026-02-03.'],
    [
      "2026-02-03T10:00:00Z",
      '"2026-02-03T10:00:00Z" carries a time. Write only the day: 2026-02-03.',
    ],
    ["03.02.2026", `"03.02.2026" is not a date. ${SAY}`],
    ["20260203", `20260203 is not a date. ${SAY}`],
    ["2026", `2026 is not a date. ${SAY}`],
    ["today", `"today" is not a date. ${SAY}`],
  ])("%s", (on, problem) => {
    expect(problemsOf(`${AUTHORIZATION}signed: { by: maya, on: ${on} }`)).toEqual([
      `r/x.yaml:5:25  signed.on ${problem}`,
    ]);
  });

  test("nobody has signed in the future, wherever they are", () => {
    const signed = (on: string) => `${AUTHORIZATION}signed: { by: maya, on: ${on} }`;
    // Noon UTC on 23 November is already the 24th at UTC+14.
    expect(problemsOf(signed("2026-11-24"), "2026-11-23")).toEqual([]);
    expect(problemsOf(signed("2026-11-25"), "2026-11-23")).toEqual([
      "r/x.yaml:5:25  signed.on 2026-11-25 is in the future. Write the day it was signed.",
    ]);
  });

  test("an authority limit ends on or after the day it begins", () => {
    expect(problemsOf(`${LIMIT}from: 2026-02-01\nto: 2026-02-01`)).toEqual([]);
    expect(problemsOf(`${LIMIT}from: 2026-02-02\nto: 2026-02-01`)).toEqual([
      "r/x.yaml:6:5  to 2026-02-01 is before from 2026-02-02. Write the later day at to:.",
    ]);
  });
});

test("F40: a refused field does not keep the others from being judged", () => {
  const text = `kind: Authorization
agent: a
decisionClass: klass
owner: Maya Okafor
coOwners: [tom@example.com]
colour: red
signed: { by: maya, on: 2027-01-01 }
`;
  expect(problemsOf(text)).toEqual([
    'r/x.yaml:3:16  decision class "klass" is not in this folder. Write its DecisionClass document, or correct the id.',
    'r/x.yaml:4:8  owner "Maya Okafor" is neither an e-mail address nor a login. Write the address the directory has for this person, without spaces.',
    'r/x.yaml:5:12  co-owner "tom@example.com" built the agent, and the builder cannot own its decisions. Name somebody else.',
    'r/x.yaml:6:1  "colour" is not a field of Authorization. Its fields are agent, decisionClass, owner, coOwners, successors, binding, limit, signed, status.',
    "r/x.yaml:7:25  signed.on 2027-01-01 is in the future. Write the day it was signed.",
  ]);
});

test("a refused owner is not said to be missing too", () => {
  expect(problemsOf(AUTHORIZATION.replace("maya@example.com", "7"))).toEqual([
    'r/x.yaml:4:8  owner 7 is read as a number, not as text. Put it in quotes: "7".',
  ]);
});

test("F41: what was written is shown without its power over the terminal", () => {
  const { problems } = judgeFiles({ "a.yaml": 'kind: Agent\nid: "\u200Bx"\ntitle: X\n' });
  expect(problems[0]).toContain('a.yaml:2:5  id "\\u{200b}x" is not an id.');
  const long = judgeFiles({ "a.yaml": `kind: Agent\nid: ${"é".repeat(500)}\ntitle: X\n` });
  expect(long.problems[0]?.length).toBeLessThan(250);
});
