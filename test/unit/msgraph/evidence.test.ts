import { describe, expect, it } from "vitest";
import {
  byObject,
  RoundMemory,
  weigh,
  type Evidence,
  type Fresh,
  type Verdict,
} from "../../../src/sources/msgraph/evidence.js";
import { MemberPairs } from "../../../src/sources/msgraph/member-pairs.js";

const OLD = { id: "u", name: "old", mail: "m" };
const LIVE: Fresh = { kind: "live", raw: OLD, unsaid: false };
const DELETED: Fresh = { kind: "deleted", raw: OLD };
const NONE: Fresh = { kind: "none" };
const PUT = { id: "u", name: "new" };

const told = (change: Partial<Evidence>): Evidence => ({
  puts: [],
  removed: "none",
  before: false,
  recheck: false,
  ...change,
});

describe("F15, F8: what is told of a user, from the round and a point read", () => {
  const once = told({ puts: [PUT] });
  const twice = told({ puts: [PUT, PUT] });
  const later = told({ puts: [PUT], before: true });
  const removed = told({ removed: "lasting" });
  const soft = told({ removed: "soft" });
  const both = told({ puts: [PUT], removed: "lasting" });
  const recheck = told({ recheck: true });
  const live = (again: boolean): Verdict => ({ tell: "live", raw: OLD, again });
  const deleted: Verdict = { tell: "deleted", raw: OLD, again: false };
  const gone: Verdict = { tell: "gone", again: false };
  const wait: Verdict = { tell: "nothing", again: true };

  it.each<[string, Evidence, readonly [Verdict, Verdict, Verdict]]>([
    [
      "changed once",
      once,
      [{ tell: "live", raw: { ...OLD, name: "new" }, again: false }, deleted, wait],
    ],
    ["changed twice on a page", twice, [live(false), deleted, wait]],
    ["changed again later", later, [live(false), deleted, wait]],
    ["removed", removed, [live(true), deleted, gone]],
    ["removed so that it can be restored", soft, [live(true), deleted, wait]],
    ["removed so, and asked for again", { ...soft, recheck: true }, [live(false), deleted, gone]],
    ["changed and removed", both, [live(true), deleted, gone]],
    ["asked for again", recheck, [live(false), deleted, gone]],
  ])("%s: there, deleted, nowhere", (_, evidence, verdicts) => {
    expect([LIVE, DELETED, NONE].map((fresh) => weigh(evidence, fresh))).toEqual(verdicts);
  });
});

describe("what a round has told so far", () => {
  it("remembers that an object was told, and that it was removed", () => {
    const memory = new RoundMemory(["r"]);
    expect(memory.take("u", { puts: [PUT], removed: "none" })).toEqual(told({ puts: [PUT] }));
    expect(memory.take("u", { puts: [], removed: "lasting" })).toEqual(
      told({ removed: "lasting", before: true }),
    );
    expect(memory.take("u", { puts: [PUT], removed: "none" })).toMatchObject({
      removed: "lasting",
      before: true,
    });
    expect(memory.isRemoved("u")).toBe(true);
    expect(memory.isRemoved("x")).toBe(false);
    expect([...memory.unseen()]).toEqual(["r"]);
    expect(memory.take("r", { puts: [], removed: "none" }).recheck).toBe(true);
    expect([...memory.unseen()]).toEqual([]);
  });

  it("gathers a page by object, in the order they come", () => {
    const page = byObject([
      { id: "b", entry: { id: "b" }, removed: "none" },
      { id: "a", entry: { id: "a" }, removed: "lasting" },
      { id: "b", entry: { id: "b", name: "x" }, removed: "none" },
    ]);
    expect([...page]).toEqual([
      ["b", { puts: [{ id: "b" }, { id: "b", name: "x" }], removed: "none" }],
      ["a", { puts: [], removed: "lasting" }],
    ]);
  });
});

describe("memberships of a round", () => {
  it("that were told both ways are neither, in whichever order", () => {
    const pairs = new MemberPairs();
    pairs.note("g", "a", "in");
    pairs.note("g", "a", "in");
    pairs.note("g", "b", "in");
    pairs.note("g", "b", "out");
    pairs.note("h", "a", "out");
    pairs.note("h", "b", "out");
    pairs.note("h", "b", "in");
    pairs.note("h", "b", "in");
    expect([...pairs.groups()]).toEqual([
      { groupId: "g", came: ["a"], went: [], both: ["b"] },
      { groupId: "h", came: [], went: ["a"], both: ["b"] },
    ]);
  });

  it("are not remembered without end", () => {
    const pairs = new MemberPairs();
    for (let n = 0; n < 250_000; n += 1) pairs.note("g", `u${n}`, "in");
    expect(pairs.isOverfull).toBe(false);
    pairs.note("g", "one more", "in");
    expect(pairs.isOverfull).toBe(true);
  });
});
