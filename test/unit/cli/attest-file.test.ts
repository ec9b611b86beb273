import { describe, expect, test } from "vitest";
import { readAttestFile } from "../../../src/cli/attest-file.js";
import { templateCsv } from "../../../src/cli/attest-template.js";
import { formatProblem } from "../../../src/platform/problem.js";
import { countersign, folderWith } from "./terminal.js";

const LINE = {
  agent: "refunds-bot",
  decisionClass: "goodwill-credit",
  person: "jon.reyes@example.com",
  on: "2026-02-03",
};

function read(name: string, text: string): ReturnType<typeof readAttestFile> {
  return readAttestFile(name, folderWith({ [name]: text }));
}

describe("a filled-in file", () => {
  test("CSV with the columns of the template, in any order and spelling", () => {
    const text =
      'lead,Agent,Decision class,owner,person,on,evidence\nInes,refunds-bot,goodwill-credit,Jon,jon.reyes@example.com,2026-02-03,"minutes, page 4"\n';
    expect(read("s.csv", text)).toEqual({
      lines: [{ ...LINE, evidence: "minutes, page 4", place: "s.csv:2" }],
      open: 0,
      problems: [],
    });
  });

  test.each([
    [
      "a byte order mark and Windows line ends",
      "\uFEFFagent,decisionClass,person,on\r\nrefunds-bot,goodwill-credit,jon.reyes@example.com,2026-02-03\r\n",
    ],
    [
      "semicolons",
      "agent;decisionClass;person;on\nrefunds-bot;goodwill-credit;jon.reyes@example.com;2026-02-03\n",
    ],
    [
      "tabs",
      "agent\tdecisionClass\tperson\ton\nrefunds-bot\tgoodwill-credit\tjon.reyes@example.com\t2026-02-03\n",
    ],
  ])("%s", (_, text) => {
    expect(read("s.csv", text).lines).toEqual([{ ...LINE, evidence: null, place: "s.csv:2" }]);
  });

  test("YAML", () => {
    const text =
      "- agent: refunds-bot\n  decisionClass: goodwill-credit\n  person: jon.reyes@example.com\n  on: 2026-02-03\n";
    expect(read("s.yaml", text).lines).toEqual([{ ...LINE, evidence: null, place: "s.yaml:1:3" }]);
  });

  test("a line without a date is not filled in yet, and holds up no other", () => {
    const text =
      "agent,decisionClass,person,on\na,b,c,\nrefunds-bot,goodwill-credit,jon.reyes@example.com,2026-02-03\n";
    expect(read("s.csv", text)).toMatchObject({ open: 1, problems: [], lines: [LINE] });
  });

  test("F40: every problem with its place; good lines go on", () => {
    const text = [
      "agent,decisionClass,person,on",
      "a,,,2026-02-03",
      "a,b,c,03/02/2026",
      "a,b,c,2026-02-30",
      "refunds-bot,goodwill-credit,jon.reyes@example.com,2026-02-03",
    ].join("\n");
    const file = read("s.csv", text);
    expect(file.lines).toHaveLength(1);
    expect(file.problems.map(formatProblem)).toEqual([
      "s.csv:2  decisionClass is missing. Write the id of the decision class.",
      "s.csv:2  person is missing. Write the e-mail address or login of who signed.",
      's.csv:3  on "03/02/2026" is not a day of the calendar. Write the day it was signed as 2026-02-03.',
      's.csv:4  on "2026-02-30" is not a day of the calendar. Write the day it was signed as 2026-02-03.',
    ]);
  });

  test.each([
    [
      "no header",
      "refunds-bot,goodwill-credit\n",
      "The columns are missing: agent, decisionClass, person, on.",
    ],
    [
      "a header with a slip",
      "agent,decisionClass,persn,on\n",
      "The column is missing: person. Did you mean `persn`?",
    ],
    ["nothing", "", "The columns are missing"],
  ])("%s", (_, text, expected) => {
    expect(read("s.csv", text).problems[0]?.sentence).toContain(expected);
  });

  test("YAML that is no list, or no YAML", () => {
    expect(read("s.yaml", "agent: x\n").problems[0]?.sentence).toContain("must be a list");
    expect(read("s.yaml", "- a: 'x\n").problems[0]?.sentence).toContain("This is not YAML");
  });
});

test("a file with problems only records nothing, opens nothing, and fails", async () => {
  const folder = folderWith({ "s.csv": "agent,decisionClass,person,on\na,b,c,soon\n" });
  const ran = await countersign(folder, ["attest", "s.csv"]);
  expect(ran.code).toBe(1);
  expect(ran.out).toContain('s.csv:2  on "soon" is not a day');
});

test("F41: the template is safe in a spreadsheet and comes back as it is", () => {
  const csv = templateCsv([
    {
      lead: "=HYPERLINK(1)",
      agent: "refunds-bot",
      decisionClass: "goodwill-credit",
      owner: 'Jon "JR" Reyes, Jr.',
      criteria: "A\nB",
      threshold: "x",
      person: "",
    },
  ]);
  expect(csv).toContain("'=HYPERLINK(1)");
  expect(csv).toContain('"Jon ""JR"" Reyes, Jr."');
  expect(read("t.csv", csv)).toEqual({ lines: [], open: 1, problems: [] });
});
