import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { registryFiles } from "../../../scripts/replay/documents.js";
import { emptyFolder, writeChanged } from "../../../scripts/replay/folder.js";
import { ownersFilesAt } from "../../../scripts/replay/registry.js";
import { approver, member } from "./history.js";

const MARCH = Date.UTC(2019, 2, 1);
const APRIL = Date.UTC(2019, 3, 1);
const MAY = Date.UTC(2019, 4, 1);

const none = { members: [], leads: [], approvers: [] };

describe("the registry", () => {
  test("lists everybody who is listed: members, who left, and who nobody knows", () => {
    const history = {
      ...none,
      members: [member("stays", "2018-01-01"), member("left", "2018-01-01", "2019-02-02")],
      approvers: [
        approver("docs/OWNERS", "stays", "2018-02-03"),
        approver("docs/OWNERS", "left", "2018-02-03"),
        approver("docs/OWNERS", "unknown", "2018-02-03"),
        approver("docs/OWNERS", "removed", "2018-02-03", "2019-03-31"),
        approver("docs/OWNERS", "comes", "2019-04-01"),
      ],
    };
    const [file] = ownersFilesAt(history, [MARCH, APRIL]);
    expect(file?.status).toBe("active");
    expect(file?.approvers.map(({ login }) => login)).toEqual(["left", "stays", "unknown"]);
  });

  test("retires a file that vanished, with its last lines, and never lists one it never saw", () => {
    const history = {
      ...none,
      approvers: [
        approver("gone/OWNERS", "a", "2018-02-03", "2019-03-10"),
        approver("gone/OWNERS", "never-seen", "2019-03-02", "2019-03-10"),
        approver("before/OWNERS", "a", "2018-02-03", "2018-12-10"),
        approver("between/OWNERS", "a", "2019-03-02", "2019-03-10"),
      ],
    };
    const [file, ...more] = ownersFilesAt(history, [MARCH, APRIL, MAY]);
    expect(more).toEqual([]);
    expect(file).toMatchObject({ path: "gone/OWNERS", status: "retired" });
    expect(file?.approvers.map(({ login }) => login)).toEqual(["a"]);
  });

  test("is active again when the file is back", () => {
    const history = {
      ...none,
      approvers: [
        approver("docs/OWNERS", "a", "2018-02-03", "2019-03-10"),
        approver("docs/OWNERS", "b", "2019-04-10"),
      ],
    };
    expect(ownersFilesAt(history, [MARCH, APRIL])[0]?.status).toBe("retired");
    expect(ownersFilesAt(history, [MARCH, APRIL, MAY])[0]).toMatchObject({
      status: "active",
      approvers: [{ login: "b", on: "2019-04-10" }],
    });
  });

  test("dates a signature with the listing; only a start nobody recorded moves it", () => {
    const history = {
      ...none,
      members: [member("first-snapshot", "2018-08-23"), member("joined-later", "2019-01-05")],
      approvers: [
        approver("docs/OWNERS", "first-snapshot", "2017-02-03"),
        approver("docs/OWNERS", "joined-later", "2018-11-01"),
        approver("docs/OWNERS", "nobody", "2017-02-03"),
        approver("api/OWNERS", "first-snapshot", "2018-12-24"),
      ],
    };
    const [docs, api] = ownersFilesAt(history, [MARCH]);
    expect(docs?.approvers).toEqual([
      { login: "first-snapshot", on: "2018-08-23" },
      { login: "joined-later", on: "2018-11-01" },
      { login: "nobody", on: "2017-02-03" },
    ]);
    expect(api?.approvers).toEqual([{ login: "first-snapshot", on: "2018-12-24" }]);
  });
});

describe("its files", () => {
  const folder = mkdtempSync(join(tmpdir(), "replay-"));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("are YAML that says what was meant, however odd a handle looks", () => {
    const history = { ...none, approvers: [approver("docs/OWNERS", "0123", "2018-02-03")] };
    const texts = [...registryFiles(ownersFilesAt(history, [MARCH])).values()];
    const documents = texts.flatMap((text) =>
      parseAllDocuments(text).map((document) => document.toJS() as unknown),
    );
    expect(documents).toMatchObject([
      { kind: "Agent", id: "merge-robot/repo/tool" },
      { kind: "DecisionClass", impact: "medium", status: "active" },
      { kind: "Authorization", coOwners: ["0123"], signed: [{ by: "0123", on: "2018-02-03" }] },
    ]);
  });

  test("are written when they changed and left alone when they did not", () => {
    const target = emptyFolder(join(folder, "registry"));
    expect(
      writeChanged(
        target,
        new Map([
          ["a/x.yaml", "1"],
          ["y.yaml", "1"],
        ]),
      ),
    ).toBe(2);
    const before = statSync(join(target.path, "a/x.yaml")).mtimeMs;
    expect(
      writeChanged(
        target,
        new Map([
          ["a/x.yaml", "1"],
          ["y.yaml", "2"],
        ]),
      ),
    ).toBe(1);
    expect(statSync(join(target.path, "a/x.yaml")).mtimeMs).toBe(before);
    expect(readFileSync(join(target.path, "y.yaml"), "utf8")).toBe("2");
  });
});
