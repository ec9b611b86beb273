import { expect, test } from "vitest";
import type { FindingRow } from "../../../src/graph/queries/history.js";
import { disputeWords } from "../../../src/runs/identity-words.js";

const PEOPLE = new Map([
  ["p1", { name: "Ines Duarte" }],
  ["p2", { name: "Ines Duarte" }],
  ["p3", { name: "Jon Reyes" }],
]);

/** What is said of a login of `p1` that its directory also gives to these. */
function said(candidateIds: string): ReturnType<typeof disputeWords> {
  const row: Pick<FindingRow, "code" | "facts" | "subjectKey"> = {
    code: "IDENTITY_DISPUTED",
    subjectKey: "okta/u1",
    facts: { personId: "p1", candidateIds },
  };
  return disputeWords(row as FindingRow, PEOPLE);
}

test("Q2 a dispute is told in names, with the act that settles it", () => {
  expect(said("p1,p3")).toEqual({
    sentence:
      "The login okta/u1 is with Ines Duarte, and its directory says that it is that of Jon Reyes.",
    next: 'countersign identity link okta/u1 <person> --reason "…"',
  });
});

test("Q2 namesakes, or two records of one human, are told apart by keys", () => {
  expect(said("p1,p2")).toEqual({
    sentence:
      "The login okta/u1 is with Ines Duarte, and its directory says that it is that of another Ines Duarte.",
    next: "countersign identity show okta/u1",
  });
});
