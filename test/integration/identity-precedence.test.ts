import { expect, it } from "vitest";
import { right, type Worker, type World } from "../support/world.js";
import { login, openOffice } from "./identity-logins.js";

const AT = (day: number) => `2026-03-0${day}T06:00:00Z`;
const LEAD: Worker = { id: "lead", name: "Lena Lead" };
const MAYA: Worker = { id: "E1", name: "Maya Okafor", manager: "lead" };

function decidedBy(world: World, employment: string[] | undefined): void {
  const { config } = world.context;
  const identity = { ...config.identity, employment };
  Object.assign(world.context, { config: { ...config, identity } });
}

/** A company in which Okta decided who works here before HR, and does not any more. */
async function company(owner: string) {
  const { world, directory } = await openOffice({ hr: true });
  world.people([LEAD, MAYA]);
  world.registry(right(owner));
  directory.putUser(login("u1", { workerId: "E1" }), Date.parse(AT(1)));
  directory.putUser(login("u2"), Date.parse(AT(1)));
  decidedBy(world, ["okta", "hr"]);
  await world.sync(AT(1));
  decidedBy(world, undefined);
  await world.sync(AT(2));
  return { world, directory };
}

it("Q4 I2 who left by HR has left, whatever a directory told while it decided", async () => {
  const { world } = await company("e1@example.com");
  world.people([LEAD, { ...MAYA, end: "2026-03-01" }]);
  await world.sync(AT(3));
  expect(await world.owners("bot:refund")).toEqual(["Lena Lead"]);
});

it("Q4 L16 whom only a directory knew, and who was kept when it decided no more, leaves with the login", async () => {
  const { world, directory } = await company("u2@login.example.com");
  expect(await world.owners("bot:refund")).toEqual(["Login u2"]);
  directory.changeUser("u2", { status: "deprovisioned" }, Date.parse(AT(3)));
  await world.sync(AT(3));
  await world.sync(AT(4));
  expect(await world.owners("bot:refund")).not.toContain("Login u2");
});

it("Q4 I3 a changed precedence counts at once, as planned", async () => {
  const { world, directory } = await openOffice({ hr: true });
  world.people([LEAD, MAYA]);
  directory.putUser(login("u1", { workerId: "E1" }), Date.parse(AT(1)));
  directory.putUser(login("u2"), Date.parse(AT(1)));
  await world.sync(AT(1));
  decidedBy(world, ["okta", "hr"]);
  const plan = await world.sync(AT(2), { plan: true });
  const report = await world.sync(AT(2));
  expect(report.organisation.counts).toEqual(plan.organisation.counts);
  expect(report.organisation.counts.join).toBe(1);
  const again = await world.sync(AT(3));
  expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
});
