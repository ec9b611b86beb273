import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planCompany } from "../../scripts/soak/company.js";
import { soakRun } from "../../scripts/soak/run.js";
import { lineOf } from "../../scripts/soak/table.js";
import { openSoakGround } from "../support/soak-ground.js";

/** One company of each kind; `npm run soak` lives hundreds. */
const SEEDS = [4, 6, 7];
const RANDOM = Math.floor(Math.random() * 1_000_000);

let opened: Awaited<ReturnType<typeof openSoakGround>>;

beforeAll(async () => {
  opened = await openSoakGround();
});

afterAll(() => opened.leave());

describe("a company that lives with faults and deaths of the service", { timeout: 600_000 }, () => {
  it.each([...SEEDS, RANDOM])(
    "F20 I5 I9 ends as it does without them, and nobody departs or is lost on the way (seed %i)",
    async (seed) => {
      const result = await soakRun(opened.ground, planCompany(seed));
      const said = lineOf(result, true);
      expect(result.wrongfulDepartures, said).toEqual([]);
      expect(result.lostAuthorizations, said).toEqual([]);
      expect(result.otherWrongs, said).toEqual([]);
      expect(result.differing, said).toEqual([]);
      expect(result.lives).toBeGreaterThan(3);
    },
  );
});
