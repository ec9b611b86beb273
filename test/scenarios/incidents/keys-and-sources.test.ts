import { afterEach, describe, expect, it } from "vitest";
import { DirectoryWorld } from "../../support/directory-world.js";
import { right } from "../../support/world.js";
import {
  ALWAYS,
  LISTS,
  OWNER,
  RIGHT,
  STAFF,
  directoryCompany,
  expectNobodyGone,
  heldOf,
  ownersOf,
  reportOf,
} from "./directory-staff.js";

let company: DirectoryWorld;

afterEach(() => company.close());

/** A directory's answer with another worker id on every login. */
function withWorkerId(value: unknown) {
  return (body: unknown) =>
    (body as { profile: object }[]).map((one) => ({
      ...one,
      profile: { ...one.profile, employeeNumber: value },
    }));
}

describe("keys that were parsed wrong", { timeout: 180_000 }, () => {
  /**
   * Feed: the attribute that identifies a user was not mapped, so that each one's was read as `[]`.
   * wg-portal: one new user named `[]` was made, and all the others were disabled as missing.
   * Here: one key on everybody, or a key that is no text, stops the read before anything is compared.
   */
  it.each([
    ["as text", "[]"],
    ["as an empty list", []],
    ["as nothing", null],
  ])("wg-portal 571: the key was parsed as [] (%s)", async (_, value) => {
    company = await directoryCompany("okta");
    const people = await company.people();
    company.oktaFaults.on(LISTS.okta, { kind: "rewrite", change: withWorkerId(value) }, ALWAYS);
    for (const night of ["2026-03-02T01:00:00Z", "2026-03-03T01:00:00Z"]) {
      const report = await company.sync(night);
      expect(reportOf(report, "okta").failure?.code).toBe("KEYS_UNRELIABLE");
      expect(report.organisation.counts).toMatchObject({ join: 0, depart: 0, login: 0 });
    }
    expect(await company.people()).toBe(people);
    await expectNobodyGone(company);
  });
});

/** Everything on record of what one source tells, its own times included. */
async function toldBy(source: string): Promise<Record<string, unknown>[]> {
  return await company.world.cypher(
    `MATCH (n) WHERE (n:Account OR n:Employment) AND n.source = $source
     RETURN n.key AS key, properties(n) AS properties ORDER BY key`,
    { source },
  );
}

describe("absence that was concluded about somebody else", { timeout: 180_000 }, () => {
  /**
   * Feed: a directory listed its own users, completely and rightly.
   * sawtooth-next-directory: compared them with the users of all sources and deleted those of the others.
   * Here: a complete list says something about the records of its own source, and about no others.
   */
  it("sawtooth-next-directory 271: compared with the users of another source", async () => {
    company = await DirectoryWorld.open({ entra: true, oktaConfig: { manager: { how: "none" } } });
    company.at("2026-03-01T08:00:00Z");
    company.world.people(["lead", ...STAFF].map((id) => ({ id })));
    company.world.registry(right(`${OWNER}@example.com`));
    for (const id of STAFF.slice(0, 25)) company.user(company.okta, `o-${id}`, { workerId: id });
    for (const id of STAFF.slice(15)) company.user(company.entra, `e-${id}`, { workerId: id });
    await company.sync("2026-03-01T09:00:00Z");
    const others = async () => [await toldBy("hr"), await toldBy("entra")];
    const before = await others();
    expect(before.map((one) => one.length)).toEqual([STAFF.length + 1, 25]);
    company.okta.purgeUser(`o-${OWNER}`, company.at("2026-03-02T00:00:00Z"));
    for (const day of ["02", "03", "15", "16"])
      await company.sync(`2026-03-${day}T01:00:00Z`, { source: "okta" });
    expect(await others()).toEqual(before);
    expect(await company.world.owners(RIGHT)).toEqual([OWNER]);
    const closed = await company.world.cypher(
      "MATCH (a:Account) WHERE a.status <> 'active' RETURN a.key AS key",
    );
    expect(closed).toEqual([{ key: `okta/o-${OWNER}` }]);
  });
});

const UNIT = STAFF.slice(0, 15);

describe("people who fell out of what is asked for", { timeout: 180_000 }, () => {
  /**
   * Feed: an organizational unit was renamed, its users fell out of scope and were told as deleted.
   * Entra Connect: the rename was carried out as the deletion of everybody in the unit.
   * Here: so many logins that close at once are held; moved back into scope, nothing ever happened.
   */
  it("Entra Connect: the rename of an OU became a mass delete", async () => {
    company = await directoryCompany("entra");
    company.at("2026-03-02T00:00:00Z");
    for (const id of UNIT) company.change(company.entra, id, { status: "deleted" });
    for (const night of ["2026-03-02T01:00:00Z", "2026-03-03T01:00:00Z"]) {
      const held = heldOf(await company.sync(night), "entra");
      expect(held?.meaning).toMatchObject({ removals: { departures: UNIT.length, owners: 1 } });
      await expectNobodyGone(company);
    }
    company.at("2026-03-04T00:00:00Z");
    for (const id of UNIT) company.change(company.entra, id, { status: "active" });
    const back = await company.sync("2026-03-04T01:00:00Z");
    expect(heldOf(back, "entra")).toBeNull();
    expect(back.organisation.counts).toMatchObject({ join: 0, depart: 0 });
    expect(await company.world.findings()).not.toContain("MASS_CHANGE_HELD");
    await expectNobodyGone(company);
    expect(await ownersOf(company)).toEqual([OWNER]);
  });

  /**
   * Feed: the filter of groups was changed with the rename; the groups under it are not listed any more.
   * Entra Connect: what is out of scope is deleted at the target.
   * Here: a list that was asked for something else says nothing of what it does not hold (L17).
   */
  it("Entra Connect: groups under a changed filter keep their members", async () => {
    company = await directoryCompany("okta");
    company.at("2026-03-02T00:00:00Z");
    company.group(company.okta, "g-kept", { memberIds: new Set([OWNER]) });
    company.group(company.okta, "g-renamed", { memberIds: new Set(UNIT) });
    await company.sync("2026-03-02T01:00:00Z");
    const [source] = company.world.context.config.sources.filter((one) => one.type === "okta");
    if (source?.type !== "okta") throw new Error("the company has an Okta source");
    Object.assign(source.groups, { filter: 'id eq "g-kept"' });
    const change = (body: unknown) =>
      (body as { id: string }[]).filter((one) => one.id === "g-kept");
    company.oktaFaults.on(/^GET \/api\/v1\/groups\?/, { kind: "rewrite", change }, ALWAYS);
    for (const day of ["03", "04", "20"]) await company.sync(`2026-03-${day}T01:00:00Z`);
    expect(await company.members("okta/g-renamed")).toEqual(UNIT);
    await expectNobodyGone(company);
  });
});
