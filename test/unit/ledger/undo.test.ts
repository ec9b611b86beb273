import { describe, expect, it } from "vitest";
import { lastInForce } from "../../../src/domain/undo.js";

const plain = (id: string) => ({ id, undoes: null });
const undo = (id: string, undoes: string) => ({ id, undoes });

const inForce = { undoneBy: null, broughtBackBy: null };

describe("I8: which change of an authorization is in force", () => {
  it("is the first itself while nothing followed", () => {
    expect(lastInForce("a", [])).toEqual({ last: "a", ...inForce });
  });

  it("is the last that followed, and the one before once that is undone", () => {
    expect(lastInForce("a", [plain("b"), plain("c")])).toEqual({ last: "c", ...inForce });
    const back = [plain("b"), plain("c"), undo("d", "c")];
    expect(lastInForce("a", back)).toEqual({ last: "b", ...inForce });
    expect(lastInForce("a", [...back, undo("e", "b")])).toEqual({ last: "a", ...inForce });
  });

  it("says by what it was undone, and by what it was brought back", () => {
    expect(lastInForce("a", [undo("b", "a")]).undoneBy).toBe("b");
    expect(lastInForce("a", [undo("b", "a"), undo("c", "b")])).toEqual({
      last: "c",
      undoneBy: null,
      broughtBackBy: "c",
    });
    expect(lastInForce("a", [undo("b", "a"), undo("c", "b"), undo("d", "c")])).toMatchObject({
      undoneBy: "d",
      broughtBackBy: null,
    });
  });

  it("takes the undo of what came before for a change like any other", () => {
    expect(lastInForce("a", [undo("b", "a"), undo("c", "earlier")])).toMatchObject({
      last: "c",
      undoneBy: "b",
    });
  });
});
