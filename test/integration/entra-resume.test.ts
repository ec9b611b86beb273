import { afterEach, describe, expect, it } from "vitest";
import type { Source, SourcePage } from "../../src/sources/port.js";
import {
  ALL_COMPLETE,
  completeness,
  groupId,
  NOW,
  ofKind,
  openOffice,
  readAll,
  user,
  userId,
  type Office,
} from "../unit/msgraph/tenant.js";
import { fold, seenInFull } from "../unit/msgraph/world.js";

let office: Office;
afterEach(async () => office.graph.close());

/** The first pages of a read whose process then dies. */
async function firstPages(
  source: Source,
  ask: { readonly cursor: string | null; readonly pages: number },
): Promise<SourcePage[]> {
  const pages: SourcePage[] = [];
  const request = { cursor: ask.cursor, at: NOW, signal: AbortSignal.timeout(5_000) };
  for await (const page of source.read(request)) {
    if (page.kind === "page") pages.push(page);
    if (pages.length === ask.pages) break;
  }
  return pages;
}

describe("a read that is interrupted", () => {
  it("after any page goes on there in another process, and comes to the same", async () => {
    office = await openOffice();
    const whole = await readAll(office.source);
    const world = seenInFull(fold(whole.pages));
    for (let pages = 1; pages <= whole.pages.length; pages += 1) {
      const before = await firstPages(office.another(), { cursor: null, pages });
      const asked = office.asked().length;
      const after = await readAll(office.another(), { resume: before.at(-1)?.resume ?? null });
      expect(seenInFull(fold([...before, ...after.pages]))).toEqual(world);
      expect(after.end.certificates).toEqual(whole.end.certificates);
      // Every page is asked for once: with the last one only its stage's end is left.
      expect(after.pages).toHaveLength(whole.pages.length - pages);
      expect(office.asked().length - asked).toBeLessThan(office.asked().length / 2);
    }
  });

  it("in a round of changes reads that round again, and comes to the same", async () => {
    office = await openOffice({ graph: { journal: true } });
    const { directory } = office;
    const full = await readAll(office.source);
    const { cursor } = full.end;
    for (const n of [2, 3, 4, 5]) directory.changeUser(userId(n), { familyName: `New ${n}` }, NOW);
    directory.putUser(user(9), NOW);
    for (const n of [9, 1, 2]) directory.addMember(groupId(2), userId(n), NOW);
    directory.removeMember(groupId(2), userId(9), NOW);
    const whole = await readAll(office.another(), { cursor });
    const known = fold(full.pages);
    const world = seenInFull(fold(whole.pages, known));
    expect(whole.pages.length).toBeGreaterThan(4);
    for (let pages = 1; pages <= whole.pages.length; pages += 1) {
      const before = await firstPages(office.another(), { cursor, pages });
      const after = await readAll(office.another(), {
        cursor,
        resume: before.at(-1)?.resume ?? null,
      });
      expect(seenInFull(fold([...before, ...after.pages], known))).toEqual(world);
      expect(completeness(after)).toEqual(ALL_COMPLETE);
    }
  });

  it("begins anew when the directory has forgotten the page (F4, F7)", async () => {
    office = await openOffice();
    const before = await firstPages(office.source, { cursor: null, pages: 2 });
    office.graph.expireDeltaTokens();
    const after = await readAll(office.another(), { resume: before.at(-1)?.resume ?? null });
    expect(completeness(after)).toEqual(ALL_COMPLETE);
    expect(ofKind(after, "account")).toHaveLength(8);
    expect(after.end.certificates[0]?.count).toBe(8);
  });

  it("begins anew under another config, and with a mark of nobody's making", async () => {
    office = await openOffice();
    const before = await firstPages(office.source, { cursor: null, pages: 3 });
    const resume = before.at(-1)?.resume ?? null;
    const other = office.another({ workerIds: { employeeType: "hr" } });
    expect(ofKind(await readAll(other, { resume }), "account")).toHaveLength(8);
    expect(ofKind(await readAll(office.another(), { resume: "{}" }), "account")).toHaveLength(8);
  });

  it("keeps what an earlier page could not certify", async () => {
    office = await openOffice();
    office.faults.on(/users\/delta\?\$skip/, { kind: "status", status: 403 });
    const before = await firstPages(office.source, { cursor: null, pages: 2 });
    const after = await readAll(office.another(), { resume: before.at(-1)?.resume ?? null });
    expect(completeness(after)).toEqual({ ...ALL_COMPLETE, accounts: false, managers: false });
  });
});
