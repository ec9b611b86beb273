import { assert, integer, nat, property } from "fast-check";
import { expect, it } from "vitest";
import { Trail } from "../../../src/sources/remote/trail.js";

it("F4 every circle is noticed within three rounds, whatever leads into it", () => {
  assert(
    property(nat(50), integer({ min: 1, max: 50 }), (lead, circle) => {
      const trail = new Trail();
      let pages = 0;
      const at = (page: number): string =>
        page < lead ? `lead ${page}` : `${(page - lead) % circle}`;
      while (trail.goOn(at(pages))) pages += 1;
      expect(pages).toBeGreaterThanOrEqual(circle);
      expect(pages).toBeLessThanOrEqual(3 * (lead + circle));
    }),
  );
});

it("F4 a list that goes on is never stopped", () => {
  const trail = new Trail();
  for (let page = 0; page < 10_000; page += 1) expect(trail.goOn(`page ${page}`)).toBe(true);
});
