import { afterEach, describe, expect, it } from "vitest";
import type { DirectoryWorld } from "../../support/directory-world.js";
import {
  ALWAYS,
  LISTS,
  directoryCompany,
  expectNobodyGone,
  reportOf,
  syncUntilComplete,
} from "./directory-staff.js";

let company: DirectoryWorld;

afterEach(() => company.close());

describe("a list of which only the beginning was read", { timeout: 180_000 }, () => {
  /**
   * Feed: 41 users on 11 pages; page 2 fails, and so does everything after it, on several nights.
   * Cartography: the error was logged, and the clean-up deleted all that had not been read again.
   * Here: no certificate, no absence; the report says `partial`, and a clean read goes on from there.
   */
  it("Cartography: page 2 of 11 failed and clean-up deleted the unread rest", async () => {
    company = await directoryCompany("okta", { pageSize: 4 });
    const lists = company.oktaFaults.seen.filter((one) => LISTS.okta.test(`GET ${one.url}`));
    expect(lists).toHaveLength(11);
    for (const night of ["2026-03-02", "2026-03-03", "2026-03-20"]) {
      company.oktaFaults.on(LISTS.okta, { kind: "status", status: 403 }, { nth: 2, ...ALWAYS });
      const report = await company.sync(`${night}T01:00:00Z`);
      const { status, certificates } = reportOf(report, "okta");
      expect(status).toBe("partial");
      expect(certificates).toContainEqual(
        expect.objectContaining({ scope: "accounts", complete: false, count: 4 }),
      );
      expect(report.organisation.counts).toMatchObject({ depart: 0, login: 0 });
      company.oktaFaults.clear();
    }
    await expectNobodyGone(company);
    const healed = await syncUntilComplete(company, "okta", "2026-03-21T01:00:00Z");
    expect(healed.organisation.counts).toMatchObject({ join: 0, depart: 0, login: 0 });
    await expectNobodyGone(company);
  });
});
