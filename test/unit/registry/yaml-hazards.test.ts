import { describe, expect, test } from "vitest";
import { judgeFiles } from "../../support/registry-files.js";

const GOOD = "kind: Agent\nid: good\ntitle: Good\n";

/** Problems of a bad document between two good ones, which must both come through. */
function problemsOf(bad: string): readonly string[] {
  const after = "kind: Agent\nid: after\ntitle: After\n";
  const { documents, problems } = judgeFiles({ "r/a.yaml": `${bad}\n---\n${GOOD}---\n${after}` });
  expect(Object.keys(documents)).toEqual(["Agent/good", "Agent/after"]);
  return problems;
}

describe("F40: text that is not good YAML spoils only its own document", () => {
  test.each([
    [
      "a tab for indentation",
      "kind: Agent\nid: x\nmanifest:\n\tmodel: m",
      "r/a.yaml:4:1  A tab is used for indentation here, which YAML does not allow. Use two spaces instead.",
    ],
    [
      "a colon inside a text",
      "kind: Agent\nid: x\ntitle: Agent: the refunds bot",
      'r/a.yaml:3:8  There is ": " inside this text, so YAML takes it for another field. Put the whole text in quotes.',
    ],
    [
      "an at sign in front",
      "kind: Agent\nid: x\ntitle: X\nbuilder: @tom",
      "r/a.yaml:4:10  Text may not begin with @ or ` here. Put it in quotes.",
    ],
    [
      "a list never closed",
      "kind: Agent\nid: x\ntitle: X\nidentities: [",
      "r/a.yaml:4:13  A [ or { was opened above and is never closed. Close it.",
    ],
    [
      "a quote never closed",
      'kind: Agent\nid: "x\ntitle: X',
      "r/a.yaml:3:8  A quote was opened in this document and is never closed. Close it.",
    ],
    [
      "a line without a colon",
      "kind: Agent\nid x\ntitle: X",
      'r/a.yaml:2:1  This is not of the form "name: value". Add the colon if it is missing. If this is text, write "|" after its field and indent the text below.',
    ],
    [
      "uneven indentation",
      "kind: Agent\nmanifest:\n  a: 1\n b: 2",
      "r/a.yaml:4:1  This line is not indented like its neighbours. Let fields of one level begin in the same column.",
    ],
    [
      "a directive",
      "%YAML 1.1",
      "r/a.yaml:1:9  Lines that begin with % are not read here. Remove the line.",
    ],
    [
      "a backslash in double quotes",
      'kind: Agent\nid: x\ntitle: "C:\\qx"',
      "r/a.yaml:3:11  A backslash inside double quotes begins a code. Write two of them, or use single quotes.",
    ],
    [
      "a list instead of fields",
      "- kind: Agent",
      "r/a.yaml:1:1  This is not a document. A document is a list of fields that begins with kind:, such as kind: Agent.",
    ],
    [
      "only a text",
      "hello",
      "r/a.yaml:1:1  This is not a document. A document is a list of fields that begins with kind:, such as kind: Agent.",
    ],
    [
      "a key that is a list",
      "kind: Agent\nid: x\ntitle: X\n? [a]\n: 1",
      "r/a.yaml:4:3  The name before a colon must be a plain word. Write it without brackets.",
    ],
  ])("%s", (_, bad, problem) => {
    expect(problemsOf(bad)).toEqual([problem]);
  });

  test("all syntax errors of a document are told, one a line", () => {
    expect(problemsOf("kind: Agent\ntitle: a: b\nbuilder: @x\nid: y")).toEqual([
      'r/a.yaml:2:8  There is ": " inside this text, so YAML takes it for another field. Put the whole text in quotes.',
      "r/a.yaml:3:10  Text may not begin with @ or ` here. Put it in quotes.",
    ]);
  });
});

describe("F40: what YAML could do and documents may not", () => {
  const head = "kind: Agent\nid: x\ntitle: X\n";

  test.each([
    [
      "an anchor",
      "manifest: &m { a: 1 }",
      "r/a.yaml:4:14  Anchors (&) are not read here. Write it out where it is needed; if it is text, put it in quotes.",
    ],
    [
      "an alias",
      "builder: *tom",
      "r/a.yaml:4:10  *tom refers to an anchor, which is not read here. Write it out; if it is text, put it in quotes.",
    ],
    [
      "a merge key",
      "<<: { status: retired }",
      "r/a.yaml:4:1  Merging with << is not read here. Write it out.",
    ],
    [
      "a tag of one's own",
      "builder: !person tom",
      "r/a.yaml:4:18  Tags (!) are not read here. Leave it out; if it is text, put it in quotes.",
    ],
    [
      "a tag of YAML's own",
      "builder: !!binary dG9t",
      "r/a.yaml:4:19  Tags (!) are not read here. Leave it out; if it is text, put it in quotes.",
    ],
    [
      "a field twice",
      "title: Y",
      'r/a.yaml:4:1  "title" is written twice: already on line 3. Keep one of them.',
    ],
    [
      "__proto__",
      "__proto__: { status: retired }",
      'r/a.yaml:4:1  "__proto__" cannot be used as a name. Choose another.',
    ],
    [
      "constructor, inside",
      "manifest: { constructor: 1 }",
      'r/a.yaml:4:13  "constructor" cannot be used as a name. Choose another.',
    ],
    [
      "a control character",
      'builder: "tom\\u0007"',
      "r/a.yaml:4:10  This text contains an invisible control character (U+0007). Type the text anew.",
    ],
    [
      "a raw escape character",
      "builder: tom\u001B[2J",
      "r/a.yaml:4:10  This text contains an invisible control character (U+001B). Type the text anew.",
    ],
    [
      "text that turns its direction",
      "builder: tom\u202Eke",
      "r/a.yaml:4:10  This text contains an invisible control character (U+202E). Type the text anew.",
    ],
    [
      "half a character",
      'builder: "\\uD800"',
      "r/a.yaml:4:10  This text contains an invisible control character (U+D800). Type the text anew.",
    ],
    [
      "more than 64 KB of text",
      `manifest: { prompt: "${"é".repeat(32 * 1024 + 1)}" }`,
      "r/a.yaml:4:21  This text is longer than 64 KB. Shorten it and link to the rest.",
    ],
    [
      "text that a # cuts in two",
      "builder: tom #2 of the team",
      'r/a.yaml:4:10  This text ends before "#2 of the team", which YAML takes for a comment. Put all of it in quotes; if it is a comment, put a space after #.',
    ],
    [
      "33 levels",
      `manifest: { a: ${"[".repeat(40)}${"]".repeat(40)} }`,
      "r/a.yaml:4:47  This is nested too deeply. Write it with fewer levels.",
    ],
    [
      "1.10, which YAML reads as 1.1",
      "manifest: { promptVersion: 1.10 }",
      'r/a.yaml:4:28  manifest.promptVersion 1.10 is read as the number 1.1. Put it in quotes: "1.10".',
    ],
  ])("%s", (_, line, problem) => {
    expect(problemsOf(head + line)).toEqual([problem]);
    expect({}).not.toHaveProperty("status");
  });

  test("what spoils a required field does not make it missing too", () => {
    expect(problemsOf("kind: Agent\nid: x\ntitle: *x")).toEqual([
      "r/a.yaml:3:8  *x refers to an anchor, which is not read here. Write it out; if it is text, put it in quotes.",
    ]);
  });

  test("comments with a space, in a line of their own or in quotes cut nothing", () => {
    const text = `kind: Agent # the bot\nid: x ## here\ntitle: "X #1"\n#status: retired\n`;
    expect(judgeFiles({ "a.yaml": text }).problems).toEqual([]);
  });

  test("64 KB of text are not too much", () => {
    const { problems } = judgeFiles({ "a.yaml": `${head}manifest: { p: ${"x".repeat(65_536)} }` });
    expect(problems).toEqual([]);
  });

  test("a thousand levels, and ten thousand, are told and not a crash", () => {
    for (const levels of [1000, 10_000]) {
      const problems = problemsOf(
        `${head}manifest: { a: ${"[".repeat(levels)}${"]".repeat(levels)} }`,
      );
      expect(problems.length).toBeGreaterThan(0);
      expect(problems[0]).toMatch(/nested too deeply/);
    }
  });

  test("a billion laughs are refused where they begin, and never laughed", () => {
    const lines = ['a: &a ["lol", "lol", "lol"]'];
    for (const [name, before] of ["ba", "cb", "dc", "ed", "fe", "gf", "hg", "ih"].map((pair) =>
      pair.split(""),
    )) {
      lines.push(
        `${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(", ")}]`,
      );
    }
    const manifest = lines.map((line) => `  ${line}`).join("\n");
    const problems = problemsOf(`${head}manifest:\n${manifest}`);
    expect(problems).toHaveLength(9);
    expect(problems[0]).toBe(
      "r/a.yaml:5:9  Anchors (&) are not read here. Write it out where it is needed; if it is text, put it in quotes.",
    );
  });

  test("a hundred thousand entries in a list are one problem", () => {
    expect(problemsOf(`${head}identities: [${"1,".repeat(100_000)}]`)).toEqual([
      "r/a.yaml:1:1  This document holds more than 5000 values. Shorten it and link to the rest.",
    ]);
  });

  test("five thousand entries and the rest are too many, however few characters they take", () => {
    const { problems } = judgeFiles({
      "a.yaml": `${head}manifest: { p: [${"1,".repeat(5000)}] }`,
    });
    expect(problems).toEqual([
      "a.yaml:1:1  This document holds more than 5000 values. Shorten it and link to the rest.",
    ]);
  });

  test("of four thousand problems in one document a hundred are told, and how many more", () => {
    const fields = Array.from({ length: 4000 }, (_, index) => `k${index}: 1`).join("\n");
    const problems = problemsOf(head + fields);
    expect(problems).toHaveLength(101);
    expect(problems[0]).toBe(
      "r/a.yaml:1:1  This document has 3900 more problems; these are the first 100.",
    );
    expect(problems[100]).toMatch(/^r\/a\.yaml:103:1 {2}"k99" is not a field/);
  });

  test("a document of more than 256 KB", () => {
    expect(problemsOf(`${head}${"# padding\n".repeat(27_000)}`)).toEqual([
      "r/a.yaml:1:1  This document is longer than 256 KB. Shorten it and link to the rest.",
    ]);
  });
});

test("a mark in front of a whole file does not hide its first field", () => {
  const { documents, problems } = judgeFiles({ "a.yaml": `\uFEFF${GOOD}` });
  expect(problems).toEqual([]);
  expect(Object.keys(documents)).toEqual(["Agent/good"]);
});

test("a mark in the middle, where two files were joined, is told", () => {
  expect(judgeFiles({ "a.yaml": `---\n\uFEFF${GOOD}` }).problems).toEqual([
    'a.yaml:2:1  The name "\\u{feff}kind" contains an invisible character. Type it anew.',
    "a.yaml:2:1  kind is missing. Begin the document with kind: and one of DecisionClass, Agent, Authorization, AuthorityLimit.",
  ]);
});
