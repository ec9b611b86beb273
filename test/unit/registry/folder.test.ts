import { mkdir, mkdtemp, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatProblem } from "../../../src/platform/problem.js";
import { lintFolder } from "../../../src/sources/registry/lint.js";
import { readRegistry } from "../../../src/sources/registry/read.js";
import type { RegistryFileContent } from "../../support/registry-files.js";
import { temporaryRegistry, writeRegistry } from "../../support/registry-files.js";

const AGENT = "kind: Agent\nid: a\ntitle: A\n";
const at = Date.parse("2026-11-23T12:00:00Z");

async function read(files: Readonly<Record<string, RegistryFileContent>>) {
  const { baseDir, folder } = await temporaryRegistry(files);
  return summary(await readRegistry(folder, { baseDir, at }));
}

function summary(reading: Awaited<ReturnType<typeof readRegistry>>) {
  return {
    keys: reading.observations.map(({ key }) => key),
    problems: reading.quarantined.map(({ problem }) => formatProblem(problem)),
    remarks: reading.remarks,
    files: reading.files,
    unread: reading.unread,
  };
}

describe("which files are read", () => {
  test("YAML and Markdown, in folders too, in one order; hidden ones and others are not", async () => {
    const { keys, problems, files } = await read({
      "b.yml": [{ kind: "Agent", id: "b", title: "B" }],
      "a.YAML": [{ kind: "Agent", id: "a", title: "A" }],
      "deep/er/c.md": "---\nkind: Agent\nid: c\ntitle: C\n---\nNotes.\n",
      "README.md": "# Hello\n",
      "notes.txt": "kind: Agent",
      ".git/x.yaml": "kind: [",
      ".hidden.yaml": "kind: [",
      "node_modules/x/y.yaml": "kind: [",
    });
    expect(keys).toEqual(["Agent/a", "Agent/b", "Agent/c"]);
    expect(problems).toEqual([]);
    expect(files).toBe(4);
  });

  test("places are relative to the folder the person works in", async () => {
    const { problems } = await read({ "deep/x.yaml": "kind: Agent\nid: 7\ntitle: X\n" });
    expect(problems).toEqual([
      'registry/deep/x.yaml:2:5  id 7 is read as a number, not as text. Put it in quotes: "7".',
    ]);
  });

  test("a name with control characters cannot write to the terminal", async () => {
    const { problems } = await read({ "x\u001B[2J\n.yaml": "kind: x" });
    expect(problems[0]).toMatch(/^registry\/x\\u\{1b\}\[2J\\u\{a\}\.yaml:1:7 {2}/);
  });

  test("a folder that is not there, or is a file", async () => {
    const { baseDir } = await temporaryRegistry({ "a.yaml": AGENT });
    for (const folder of ["registrry", "registry/a.yaml"]) {
      await expect(readRegistry(folder, { baseDir, at })).rejects.toMatchObject({
        code: "REGISTRY_FOLDER_MISSING",
        message: `The registry folder ${folder} is not there.`,
        next: "Create it, or correct folder: of the registry source in the configuration. Nothing was changed.",
      });
    }
  });

  test("an empty folder and empty files are no problem, but are told", async () => {
    expect(await read({})).toEqual({
      keys: [],
      problems: [],
      remarks: [
        "registry holds no registry document yet: none of its .yaml, .yml and .md files has one.",
      ],
      files: 0,
      unread: [],
    });
    const { remarks, problems } = await read({
      "a.yaml": AGENT,
      "b.yaml": "",
      "c.yaml": "\n# soon\n---\n",
    });
    expect(problems).toEqual([]);
    expect(remarks).toEqual([
      "registry/b.yaml holds no document.",
      "registry/c.yaml holds no document.",
    ]);
  });
});

describe("links", () => {
  test("one that leads out of the folder is not followed, and told", async () => {
    const { baseDir, folder } = await temporaryRegistry({ "a.yaml": AGENT });
    await writeFile(join(baseDir, "secret.yaml"), "kind: Agent\nid: secret\ntitle: S\n");
    await symlink(join(baseDir, "secret.yaml"), join(baseDir, folder, "b.yaml"));
    await symlink(baseDir, join(baseDir, folder, "up"));
    await symlink("nowhere", join(baseDir, folder, "z.yaml"));
    const { keys, remarks, unread } = summary(await readRegistry(folder, { baseDir, at }));
    expect(keys).toEqual(["Agent/a"]);
    expect(remarks.toSorted()).toEqual([
      "registry/b.yaml is a link that leads out of the folder and was not followed.",
      "registry/up is a link that leads out of the folder and was not followed.",
      "registry/z.yaml is a link to nothing and was left out.",
    ]);
    expect(unread).toEqual([]);
  });

  test("a folder with a name that only begins the same is outside", async () => {
    const { baseDir, folder } = await temporaryRegistry({ "a.yaml": AGENT });
    await writeRegistry(join(baseDir, "registry-old"), { "b.yaml": "kind: [" });
    await symlink("../registry-old/b.yaml", join(baseDir, folder, "b.yaml"));
    expect(summary(await readRegistry(folder, { baseDir, at })).problems).toEqual([]);
  });

  test("mounted configuration is read: files that are links into a hidden folder", async () => {
    const { baseDir, folder } = await temporaryRegistry({ "..2026_11_23/a.yaml": AGENT });
    await symlink("..2026_11_23", join(baseDir, folder, "..data"));
    await symlink("..data/a.yaml", join(baseDir, folder, "a.yaml"));
    await symlink(folder, join(baseDir, "linked"));
    expect(summary(await readRegistry("linked", { baseDir, at })).keys).toEqual(["Agent/a"]);
  });

  test("a link to a file that is read anyway does not make it two, nor rename it", async () => {
    const { baseDir, folder } = await temporaryRegistry({ "b.yaml": `${AGENT}---\nkind: x` });
    await symlink("b.yaml", join(baseDir, folder, "a.yaml"));
    await symlink("b.yaml", join(baseDir, folder, "c.yaml"));
    const { keys, problems } = summary(await readRegistry(folder, { baseDir, at }));
    expect(keys).toEqual(["Agent/a"]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^registry\/b\.yaml:5:7 {2}/);
  });

  test("a loop of links ends", async () => {
    const { baseDir, folder } = await temporaryRegistry({ "in/b.yaml": AGENT });
    await symlink("..", join(baseDir, folder, "in", "again"));
    await symlink("self.yaml", join(baseDir, folder, "self.yaml"));
    expect(summary(await readRegistry(folder, { baseDir, at })).keys).toEqual(["Agent/a"]);
  });
});

describe("F12: files that cannot be read leave the others alone", () => {
  test("not UTF-8: the place of the first wrong character", async () => {
    const latin1 = Buffer.from("kind: Agent\nid: x\ntitle: Caf\xe9 bot\n", "latin1");
    const { keys, problems, unread } = await read({ "a.yaml": AGENT, "b.yaml": latin1 });
    expect(keys).toEqual(["Agent/a"]);
    expect(problems).toEqual([
      "registry/b.yaml:3:11  This file is not UTF-8 text: here is a character that cannot be read. Save it as UTF-8.",
    ]);
    expect(unread).toEqual(["registry/b.yaml"]);
  });

  test("UTF-16, as some Windows programs save", async () => {
    const utf16 = Buffer.from(`\uFEFF${AGENT}`, "utf16le");
    expect((await read({ "b.yaml": utf16 })).problems).toEqual([
      "registry/b.yaml:1:1  This file is saved as UTF-16. Save it as UTF-8.",
    ]);
  });

  test("a byte order mark is nothing", async () => {
    const { keys, problems } = await read({
      "b.yaml": Buffer.from(`\uFEFF${AGENT.replaceAll("\n", "\r\n")}`),
      "c.md": "\uFEFF---\nkind: Agent\nid: c\ntitle: C\n---\n",
    });
    expect(keys).toEqual(["Agent/a", "Agent/c"]);
    expect(problems).toEqual([]);
  });

  test("more than 5 MB", async () => {
    const { baseDir, folder } = await temporaryRegistry({ "a.yaml": AGENT, "b.yaml": "x" });
    await truncate(join(baseDir, folder, "b.yaml"), 5 * 1024 * 1024 + 1);
    const { keys, problems } = summary(await readRegistry(folder, { baseDir, at }));
    expect(keys).toEqual(["Agent/a"]);
    expect(problems).toEqual([
      "registry/b.yaml  This file is larger than 5 MB. Divide it into smaller ones.",
    ]);
  });

  test("more documents than are read from one file, or from all", async () => {
    const many = ["a", "b", "c"].map((id) => `kind: Agent\nid: ${id}\ntitle: A\n`).join("---\n");
    const { baseDir, folder } = await temporaryRegistry({
      "a.yaml": many,
      "b.yaml": AGENT.replace("a", "z"),
    });
    const perFile = await readRegistry(folder, { baseDir, at, caps: { documentsPerFile: 2 } });
    expect(summary(perFile).problems[0]).toBe(
      "registry/a.yaml:1:1  This file holds 3 documents; 2 are read from one file at most. Divide it.",
    );
    const inAll = await readRegistry(folder, { baseDir, at, caps: { documents: 3 } });
    expect(summary(inAll)).toMatchObject({
      keys: ["Agent/a", "Agent/b", "Agent/c"],
      problems: [
        "registry/b.yaml:1:1  This folder holds more than 3 documents, and from this file on they are not read. Divide it into several sources.",
      ],
      unread: ["registry/b.yaml"],
    });
  });

  test("what is not found may be in the file that could not be read", async () => {
    const { problems } = await read({
      "a.yaml": Buffer.from([0xff]),
      "b.yaml": `${AGENT}---\nkind: Authorization\nagent: a\ndecisionClass: c\nowner: maya\n`,
    });
    expect(problems[1]).toBe(
      'registry/b.yaml:7:16  decision class "c" is not in this folder. It may be in registry/a.yaml, which could not be read.',
    );
  });
});

test("lint counts what was looked at", async () => {
  const { baseDir, folder } = await temporaryRegistry({
    "a.yaml": `${AGENT}---\nkind: Agent\nid: 7\n`,
    "b.yaml": AGENT.replace("id: a", "id: b"),
  });
  const report = await lintFolder(folder, { baseDir, at });
  expect(report).toMatchObject({ files: 2, documents: 3, badFiles: 1, remarks: [] });
  expect(report.problems.map(formatProblem)).toEqual([
    "registry/a.yaml:5:1  title is missing. Name the agent in one short line.",
    'registry/a.yaml:6:5  id 7 is read as a number, not as text. Put it in quotes: "7".',
  ]);
});

test("an absolute folder is read too", async () => {
  const folder = await mkdtemp(join(tmpdir(), "countersign-registry-"));
  await mkdir(join(folder, "in"));
  await writeFile(join(folder, "in", "a.yaml"), "kind: x");
  const { problems } = await lintFolder(folder, { baseDir: folder, at });
  expect(problems[0]?.place.file).toBe("in/a.yaml");
});
