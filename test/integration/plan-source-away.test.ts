import { expect, it } from "vitest";
import { login, openOffice } from "./identity-logins.js";

it(
  "F26 a plan says of a source that is away that it is, and plans the others",
  { timeout: 180_000 },
  async () => {
    const { world, directory } = await openOffice({ hr: true });
    world.people([{ id: "lead", name: "Lena Lead" }]);
    directory.putUser(login("u1", { workerId: "lead" }), Date.parse("2026-03-01T06:00:00Z"));
    const { sources } = world.context.config;
    const away = sources.map((one) =>
      one.type === "okta"
        ? { ...one, orgUrl: "http://127.0.0.1:9", remote: { ...one.remote, attempts: 1 } }
        : one,
    );
    Object.assign(world.context, { config: { ...world.context.config, sources: away } });
    const plan = await world.sync("2026-03-01T06:00:00Z", { plan: true });
    expect(plan.organisation.counts.join).toBe(1);
    expect(plan.sources.map(({ source, status }) => [source, status])).toEqual([
      ["hr", "complete"],
      ["okta", "failed"],
      ["registry", "complete"],
    ]);
  },
);
