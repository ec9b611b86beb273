import { afterEach, describe, expect, it } from "vitest";
import { serveHr } from "../../../simulator/hr-https/server.js";
import { DirectoryWorld } from "../../support/directory-world.js";
import { type Worker, World, right } from "../../support/world.js";
import {
  ALWAYS,
  LISTS,
  OWNER,
  RIGHT,
  departed,
  directoryCompany,
  heldOf,
  ownersOf,
  reportOf,
} from "./directory-staff.js";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Somebody with a last day in a zone, as a report of an HR service names the fields. */
interface Leaver {
  readonly shape: "workday" | "plain";
  readonly zone: string;
  readonly lastDay: string;
}

const FIELDS = {
  workday: {
    id: "Employee_ID",
    name: "Worker",
    email: "Email_Work",
    start: "Hire_Date",
    end: "Termination_Date",
    zone: "IANA_Time_Zone",
    manager: "Manager_Employee_ID",
  },
  plain: {
    id: "employeeId",
    name: "name",
    email: "email",
    start: "startDate",
    end: "endDate",
    zone: "timeZone",
    manager: "managerId",
  },
} as const;

/** A company whose HR service is asked over HTTPS; Maya answers for something, Ines is her manager. */
async function hrCompany({ shape, zone, lastDay }: Leaver): Promise<World> {
  const fields = FIELDS[shape];
  const row = (id: string, more: Readonly<Record<string, string>> = {}) => ({
    [fields.id]: id,
    [fields.name]: id,
    [fields.email]: `${id}@example.com`,
    [fields.start]: "2020-01-01",
    [fields.end]: "",
    [fields.zone]: zone,
    [fields.manager]: "",
    ...more,
  });
  const people = () => [
    row("lead"),
    row("ines"),
    row("maya", { [fields.end]: lastDay, [fields.manager]: "ines" }),
  ];
  const server = await serveHr({ shape, people });
  closing.push(() => server.close());
  const world = await World.open({
    sources: [
      { id: "hr", type: "hr-https", url: server.peopleUrl, preset: shape },
      { id: "registry", type: "registry", folder: "registry" },
    ],
  });
  closing.push(() => world.close());
  world.registry(right("maya@example.com"));
  await world.sync("2026-11-01T00:00:00Z");
  expect(await world.owners(RIGHT)).toEqual(["maya"]);
  return world;
}

describe("terminations at the wrong hour", { timeout: 180_000 }, () => {
  /**
   * Feed: a last day as a date; the worker is in Tokyo, the integration compares in Pacific time.
   * Workday provisioning: the termination took effect 17 hours after the end of that day.
   * Here: the day ends at midnight where the worker is, to the millisecond.
   */
  it("Workday: terminations were taken in Pacific time", async () => {
    const world = await hrCompany({ shape: "workday", zone: "Asia/Tokyo", lastDay: "2026-11-30" });
    await world.sync("2026-11-30T14:59:59.999Z");
    expect(await world.owners(RIGHT)).toEqual(["maya"]);
    await world.sync("2026-11-30T15:00:00Z");
    expect(await world.owners(RIGHT)).toEqual(["ines"]);
  });

  /**
   * Feed: a last day as a date; the worker is west of Greenwich.
   * SuccessFactors provisioning: midnight UTC at the start of that day disabled them a day early.
   * Here: the last day belongs to the worker until it is over.
   */
  it("SuccessFactors: people were disabled a day early", async () => {
    const zone = "America/Los_Angeles";
    const world = await hrCompany({ shape: "plain", zone, lastDay: "2026-11-30" });
    for (const instant of [
      "2026-11-29T08:00:00Z",
      "2026-11-30T00:00:00Z",
      "2026-11-30T23:59:59Z",
      "2026-12-01T07:59:59.999Z",
    ]) {
      await world.sync(instant);
      expect(await world.owners(RIGHT)).toEqual(["maya"]);
    }
    await world.sync("2026-12-01T08:00:00Z");
    expect(await world.owners(RIGHT)).toEqual(["ines"]);
  });
});

describe("leavers that no list tells of", { timeout: 180_000 }, () => {
  /**
   * Feed: a cycle was started anew from the full list, which no longer held those who had left meanwhile.
   * Entra provisioning: a full restart works through who is there, and so never disabled them.
   * Here: who is on record and not in a complete list is asked for, and departs when the directory knows nobody.
   */
  it("Entra provisioning: a full restart skipped leavers", async () => {
    const company = await directoryCompany("entra");
    closing.push(() => company.close());
    company.graphServer.expireDeltaTokens();
    company.entra.purgeUser(OWNER, company.at("2026-03-02T00:00:00Z"));
    const change = (body: unknown) => {
      const page = body as { readonly value: { readonly id: string }[] };
      return { ...page, value: page.value.filter((one) => one.id !== OWNER) };
    };
    company.entraFaults.on(LISTS.entra, { kind: "rewrite", change }, ALWAYS);
    const restarted = await company.sync("2026-03-02T01:00:00Z");
    expect(reportOf(restarted, "entra").status).toBe("complete");
    expect(await ownersOf(company)).toEqual([OWNER]);
    const next = await company.sync("2026-03-03T01:00:00Z");
    expect(heldOf(next, "entra")).toBeNull();
    expect(await departed(company)).toEqual([OWNER]);
    expect(await ownersOf(company)).toEqual(["lead"]);
    expect(await company.world.standing(RIGHT)).toBe("provisional");
  });
});

const MAYA: Worker = { id: "maya", manager: "ines" };
const CONTRACTOR: Worker = { ...MAYA, type: "Contractor", end: "2026-03-31", employment: "c-1" };
const EMPLOYEE: Worker = { ...MAYA, type: "Employee", start: "2026-04-01", employment: "e-1" };
const OTHERS: readonly Worker[] = [{ id: "lead" }, { id: "ines" }];

describe("one person under two records", { timeout: 180_000 }, () => {
  /**
   * Feed: the contractor's record ended, the employee's began; the old login was deactivated, a new one made.
   * Okta: the end of the first record deactivated the person who had just been hired.
   * Here: whoever has one employment left works here; the signature stands, the new login is theirs.
   */
  it("Okta: a contractor who was converted to an employee was deactivated", async () => {
    const company = await DirectoryWorld.open({ oktaConfig: { manager: { how: "none" } } });
    closing.push(() => company.close());
    const { world, okta } = company;
    company.at("2026-03-01T08:00:00Z");
    world.people([...OTHERS, CONTRACTOR]);
    company.user(okta, "o-contractor", { workerId: "maya" });
    world.registry(
      right("maya@example.com", { signed: { by: "maya@example.com", on: "2026-02-03" } }),
    );
    await company.sync("2026-03-01T09:00:00Z");
    expect(await world.standing(RIGHT)).toBe("valid");

    company.at("2026-03-31T08:00:00Z");
    world.people([...OTHERS, CONTRACTOR, EMPLOYEE]);
    company.user(okta, "o-employee", { workerId: "maya" });
    await company.sync("2026-03-31T09:00:00Z");
    company.at("2026-04-01T00:00:00Z");
    company.change(okta, "o-contractor", { status: "deprovisioned" });
    for (const instant of ["2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z"]) {
      const report = await company.sync(instant);
      expect(report.decisions).toEqual([]);
      expect(await departed(company)).toEqual([]);
    }
    expect(await world.owners(RIGHT)).toEqual(["maya"]);
    expect(await world.standing(RIGHT)).toBe("valid");
    expect(await company.ownerOf("okta/o-employee")).toBe("maya");
    expect(await company.people()).toBe(3);
  });
});
