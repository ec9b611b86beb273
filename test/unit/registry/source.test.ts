import { describe, expect, test } from "vitest";
import { createRegistrySource } from "../../../src/sources/registry/source.js";
import type { SourceEnd, SourcePage } from "../../../src/sources/port.js";
import { temporaryRegistry } from "../../support/registry-files.js";
import type { RegistryFileContent } from "../../support/registry-files.js";

const AGENT = "kind: Agent\nid: a\ntitle: A\n";
const at = Date.parse("2026-11-23T12:00:00Z");
const config = { id: "registry", type: "registry", folder: "registry" } as const;

async function readAll(
  files: Readonly<Record<string, RegistryFileContent>>,
  signal = new AbortController().signal,
) {
  const { baseDir } = await temporaryRegistry(files);
  const pages: SourcePage[] = [];
  const ends: SourceEnd[] = [];
  for await (const part of createRegistrySource(config, { baseDir }).read({
    cursor: null,
    at,
    signal,
  })) {
    if (part.kind === "page") pages.push(part);
    else ends.push(part);
  }
  return { pages, ends };
}

describe("the registry as a source", () => {
  test("good documents are observed, problems quarantined, and the folder is certified", async () => {
    const { pages, ends } = await readAll({
      "a.yaml": AGENT,
      "b.yaml": "kind: Agent\nid: b\ntitle: 7\nbuilder: 8\n",
    });
    expect(pages).toHaveLength(1);
    expect(pages[0]?.observations).toEqual([
      {
        kind: "document",
        key: "Agent/a",
        document: {
          kind: "Agent",
          id: "a",
          title: "A",
          builder: null,
          identities: [],
          manifest: {},
          status: "active",
        },
        places: {
          "": { file: "registry/a.yaml", line: 1, column: 1 },
          kind: { file: "registry/a.yaml", line: 1, column: 7 },
          id: { file: "registry/a.yaml", line: 2, column: 5 },
          title: { file: "registry/a.yaml", line: 3, column: 8 },
        },
      },
    ]);
    expect(pages[0]?.quarantined.map(({ recordId, problem }) => [recordId, problem.rule])).toEqual([
      ["Agent/b", "invalid-type"],
      ["Agent/b", "invalid-type"],
    ]);
    expect(ends).toHaveLength(1);
    expect(ends[0]).toMatchObject({
      cursor: null,
      remarks: [],
      certificates: [{ scope: "documents", complete: true, reason: null, count: 2 }],
    });
  });

  test("I5: a file that cannot be read leaves the folder uncertified", async () => {
    const { pages, ends } = await readAll({ "a.yaml": AGENT, "b.yaml": Buffer.from([0xff, 0xff]) });
    expect(pages[0]?.observations).toHaveLength(1);
    expect(ends[0]?.certificates).toMatchObject([
      { complete: false, reason: "registry/b.yaml could not be read", count: 1 },
    ]);
  });

  test("an empty folder is read completely", async () => {
    const { pages, ends } = await readAll({});
    expect(pages).toEqual([]);
    expect(ends[0]?.certificates).toMatchObject([{ complete: true, count: 0 }]);
    expect(ends[0]?.remarks).toHaveLength(1);
  });

  test("a page holds at most 1,000 documents", async () => {
    const agents = Array.from({ length: 2500 }, (_, index) => ({
      kind: "Agent" as const,
      id: `a${index}`,
      title: "A",
    }));
    const { pages } = await readAll({ "a.yaml": agents });
    expect(pages.map((page) => [page.observations.length, page.progress])).toEqual([
      [1000, 0.4],
      [1000, 0.8],
      [500, 1],
    ]);
  });

  test("a folder that is not there is thrown, with what to do", async () => {
    const source = createRegistrySource({ ...config, folder: "gone" }, { baseDir: "/nonexistent" });
    const read = async () => {
      for await (const part of source.read({
        cursor: null,
        at,
        signal: new AbortController().signal,
      })) {
        throw new Error(`unexpected ${part.kind}`);
      }
    };
    await expect(read()).rejects.toMatchObject({
      code: "REGISTRY_FOLDER_MISSING",
      disposition: "halt",
    });
  });

  test("an aborted read ends", async () => {
    await expect(readAll({ "a.yaml": AGENT }, AbortSignal.abort())).rejects.toThrow(/abort/i);
  });

  test("the same folder is the same scope; another organisation is another conversion", async () => {
    const scopes = await Promise.all([
      readAll({ "a.yaml": AGENT }),
      readAll({ "b.yaml": "kind: x" }),
    ]);
    const [first, second] = scopes.map(({ ends }) => ends[0]?.certificates[0]?.scopeHash);
    expect(first).toBe(second);
    const hash = (organisation?: string) =>
      createRegistrySource(
        { ...config, ...(organisation === undefined ? {} : { organisation }) },
        { baseDir: "/" },
      ).converterHash;
    expect(hash("hr")).toBe(hash("hr"));
    expect(hash("hr")).not.toBe(hash());
  });
});
