import { describe, expect, it } from "vitest";
import { lastInForce } from "../../../src/domain/undo.js";

const plain = (id: string) => ({ id, undoes: null });
const undo = (id: string, undoes: string) => ({ id, undoes });

describe("I8: which change of an authorization is in force", () => {
  it("is the first itself while nothing followed", () => {
    expect(lastInForce("a", [])).toEqual({ last: "a", undoneBy: null });
  });

  it("is the last that followed, and the one before once that is undone", () => {
    expect(lastInForce("a", [plain("b"), plain("c")])).toEqual({ last: "c", undoneBy: null });
    const back = [plain("b"), plain("c"), undo("d", "c")];
    expect(lastInForce("a", back)).toEqual({ last: "b", undoneBy: null });
    expect(lastInForce("a", [...back, undo("e", "b")])).toEqual({ last: "a", undoneBy: null });
  });

  it("says by what it was undone, until that is undone in its turn", () => {
    expect(lastInForce("a", [undo("b", "a")]).undoneBy).toBe("b");
    expect(lastInForce("a", [undo("b", "a"), undo("c", "b")])).toEqual({
      last: "a",
      undoneBy: null,
    });
    expect(lastInForce("a", [undo("b", "a"), undo("c", "b"), undo("d", "c")]).undoneBy).toBe("d");
  });
});
