import { afterEach, describe, expect, it } from "vitest";
import { plans } from "../../../src/runs/use-cases.js";
import type { DirectoryWorld } from "../../support/directory-world.js";
import {
  ALWAYS,
  LISTS,
  OWNER,
  STAFF,
  departed,
  directoryCompany,
  expectNobodyGone,
  heldOf,
  ownersOf,
  reportOf,
  syncUntilComplete,
} from "./directory-staff.js";

let company: DirectoryWorld;

afterEach(() => company.close());

const ONE = /^GET \/api\/v1\/users\/p\d+/;
/** Far enough apart that every day of grace is over in the end (L15). */
const NIGHTS = ["2026-03-02", "2026-03-03", "2026-03-10", "2026-03-20"].map(
  (day) => `${day}T01:00:00Z`,
);

/** A list without these logins, however often it is asked for. */
function leaveOut(ids: readonly string[]): void {
  const change = (body: unknown) =>
    (body as { id: string }[]).filter((one) => !ids.includes(one.id));
  company.oktaFaults.on(LISTS.okta, { kind: "rewrite", change }, ALWAYS);
}

describe("errors and empty answers that were taken for deletions", { timeout: 180_000 }, () => {
  /**
   * Feed: the directory failed each search for one user while the sync went on.
   * GLPI: "no result" and "search failed" were one value; 512 users were disabled in a night.
   * Here: a failed search is no answer; whoever is missing stays until the directory itself says they are gone.
   */
  it("GLPI 984: a search error was read as deletion", async () => {
    company = await directoryCompany("okta");
    leaveOut([OWNER, "p11", "p12"]);
    company.oktaFaults.on(ONE, { kind: "status", status: 403 }, ALWAYS);
    await company.sync("2026-03-02T01:00:00Z");
    await company.sync("2026-03-03T01:00:00Z");
    expect(company.oktaFaults.seen.some((one) => ONE.test(`${one.method} ${one.url}`))).toBe(true);
    await expectNobodyGone(company);
    company.oktaFaults.clear();
    company.okta.purgeUser("p12", company.at("2026-03-04T00:00:00Z"));
    leaveOut([OWNER, "p11", "p12"]);
    await syncUntilComplete(company, "okta", "2026-03-04T01:00:00Z");
    await syncUntilComplete(company, "okta", "2026-03-05T01:00:00Z");
    expect(await departed(company)).toEqual(["p12"]);
    expect(await ownersOf(company)).toEqual([OWNER]);
  });

  /**
   * Feed: the directory could not be reached at all for some nights.
   * OPNsense: its clean-up took that for an empty directory and deleted every synced user.
   * Here: the source failed and says so; nothing is read, nothing is concluded, however long it lasts.
   */
  it("OPNsense 10128: the directory was unreachable and all synced users were deleted", async () => {
    company = await directoryCompany("okta");
    company.oktaFaults.on(/./, { kind: "reset" }, ALWAYS);
    for (const night of NIGHTS) {
      const report = await company.sync(night);
      expect(reportOf(report, "okta").status).toBe("failed");
      expect(reportOf(report, "okta").failure?.next).not.toBeNull();
      expect(report.organisation.counts).toMatchObject({ depart: 0, login: 0 });
    }
    await expectNobodyGone(company);
    company.oktaFaults.clear();
    const report = await syncUntilComplete(company, "okta", "2026-03-21T01:00:00Z");
    expect(report.organisation.counts).toMatchObject({ join: 0, depart: 0, login: 0 });
    await expectNobodyGone(company);
  });

  /**
   * Feed: the account that reads lost its rights; the search succeeded with zero entries.
   * wg-portal: "success" was enough to disable every user who was not in the answer.
   * Here: a complete list with nobody in it is held from the first night on, and a named person is asked.
   */
  it("wg-portal 744: a bind without rights gave success with zero entries", async () => {
    company = await directoryCompany("okta");
    company.oktaFaults.on(LISTS.okta, { kind: "rewrite", change: () => [] }, ALWAYS);
    for (const night of NIGHTS) {
      const held = heldOf(await company.sync(night), "okta");
      expect(held?.trips).toContainEqual({
        because: "fewer",
        scope: "accounts",
        now: 0,
        before: STAFF.length + 1,
      });
      await expectNobodyGone(company);
    }
    expect(await company.world.findings()).toContain("MASS_CHANGE_HELD");
    expect(await plans(company.world.at("2026-03-20T02:00:00Z"))).toHaveLength(1);
    company.oktaFaults.clear();
    expect(
      heldOf(await syncUntilComplete(company, "okta", "2026-03-21T01:00:00Z"), "okta"),
    ).toBeNull();
    expect(await company.world.findings()).not.toContain("MASS_CHANGE_HELD");
    await expectNobodyGone(company);
  });

  /**
   * Feed: a full read of a directory that had everybody came back as an empty set.
   * Keycloak: users whose search came back empty were removed from its own store at once.
   * Here: the whole set is held together; who is in it, and what it would mean, is shown to a named person.
   */
  it("Keycloak 24669: an empty set removed users", async () => {
    company = await directoryCompany("entra");
    const change = (body: unknown) => ({ ...(body as object), value: [] });
    for (const night of NIGHTS) {
      company.graphServer.expireDeltaTokens();
      company.entraFaults.on(LISTS.entra, { kind: "rewrite", change }, ALWAYS);
      const report = await company.sync(night);
      expect(heldOf(report, "entra")?.meaning.removals.departures).toBe(STAFF.length + 1);
      expect(report.organisation.counts).toMatchObject({ depart: 0, login: 0 });
      await expectNobodyGone(company);
      company.entraFaults.clear();
    }
  });
});
