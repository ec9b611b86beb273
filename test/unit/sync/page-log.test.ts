import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Observation } from "../../../src/sources/port.js";
import { type LoggedPage, PageLog, type SavedPageLog } from "../../../src/sync/page-log.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-log-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function pageOf(...ids: readonly string[]): LoggedPage {
  const observations = ids.map((nativeId): Observation => ({
    kind: "removed",
    of: "team",
    nativeId,
  }));
  return { observations, quarantined: [] };
}

async function logOf(pages: readonly LoggedPage[], basis = "converter 1"): Promise<PageLog> {
  const log = PageLog.in(folder, basis);
  for (const page of pages) await log.add(page);
  return log;
}

async function digestOf(pages: readonly LoggedPage[], basis?: string): Promise<string> {
  return (await logOf(pages, basis)).digest;
}

async function idsIn(log: PageLog): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const page of log.pages()) {
    pages.push(page.observations.flatMap((one) => (one.kind === "removed" ? one.nativeId : [])));
  }
  return pages;
}

describe("the pages of a read on disk", () => {
  it("come back as they were told, more than once", async () => {
    const log = await logOf([pageOf("a", "ü"), pageOf(), pageOf("c")]);
    expect(await idsIn(log)).toEqual([["a", "ü"], [], ["c"]]);
    expect(await idsIn(log)).toEqual([["a", "ü"], [], ["c"]]);
  });

  it("have one digest: other words, another order, other pages or another converter change it", async () => {
    const same = await digestOf([pageOf("a"), pageOf("b")]);
    expect(await digestOf([pageOf("a"), pageOf("b")])).toBe(same);
    for (const pages of [
      [pageOf("b"), pageOf("a")],
      [pageOf("a", "b")],
      [pageOf("a")],
      [pageOf("a"), pageOf("b"), pageOf()],
      [pageOf("a"), { ...pageOf("b"), unsaid: ["zone"] as const }],
      [],
    ]) {
      expect(await digestOf(pages)).not.toBe(same);
    }
    expect(await digestOf([pageOf("a"), pageOf("b")], "converter 2")).not.toBe(same);
  });

  it("F1 go on in another process with what was saved", async () => {
    const whole = await digestOf([pageOf("a"), pageOf("b"), pageOf("c")]);
    const first = await logOf([pageOf("a"), pageOf("b")]);
    const saved = JSON.stringify(await first.save());
    const second = PageLog.restore(JSON.parse(saved) as SavedPageLog);
    await second.add(pageOf("c"));
    expect(second.digest).toBe(whole);
    expect(await idsIn(second)).toEqual([["a"], ["b"], ["c"]]);
  });

  it("leave nothing behind", async () => {
    const log = await logOf([pageOf("a")]);
    expect(await readdir(folder)).toHaveLength(1);
    await log.discard();
    await log.discard();
    expect(await readdir(folder)).toEqual([]);
  });
});
