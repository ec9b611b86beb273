import { describe, expect, it, vi } from "vitest";
import { worldEnvironment, type World } from "../support/world.js";
import { countersign } from "../unit/cli/terminal.js";
import { login, oktaEnvironment, openOffice } from "./identity-logins.js";
import { DAY1, DAY2, DAY3, PEOPLE, TEAMS, rights } from "./identity-world.js";

// The first act plans some forty statements on a server that has just started.
vi.setConfig({ testTimeout: 180_000 });

const AT = Date.parse(DAY1);

/** A login that names two people, one that names nobody, and Maya under two records. */
async function company(): Promise<World> {
  const { world, directory, second } = await openOffice({ hr: true });
  world.people(PEOPLE);
  world.teams(TEAMS);
  world.registry(rights());
  directory.putUser(login("00u1", { workerId: "E1" }), AT);
  directory.putUser(login("00u2", { workerId: "lead" }), AT);
  second.set("00u2", "jon");
  directory.putUser(login("00u3", { workerId: "E404" }), AT);
  await world.sync(DAY1);
  return world;
}

/** `countersign …` at an instant, by the operator that the config knows. */
async function type(world: World, at: string, ...argv: readonly string[]) {
  const env = Object.fromEntries(
    Object.entries({ ...worldEnvironment(), ...oktaEnvironment() }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  return await countersign(world.folder, [...argv, "--now", at], { env, columns: 130 });
}

describe("countersign identity", () => {
  it("Q2 Q9 lists what needs a human, ends with 3 while a dispute is open, and settles it", async () => {
    const world = await company();
    const list = await type(world, DAY2, "identity");
    expect(list).toMatchObject({ code: 3, err: "" });
    expect(list.out).toContain("Disputed: whose is it?");
    expect(list.out).toContain("could be Jon Reyes (hr/jon) and Lena Lead (hr/lead)");
    expect(list.out).toContain("names hr/E404, whom nobody has");
    expect(list.out).toContain('Next: countersign identity link okta/00u2 <person> --reason "…"');
    const findings = await type(world, DAY2, "findings");
    expect(findings.out).toContain("The login okta/00u2 could be that of Jon Reyes or Lena Lead");
    expect(findings.out).toContain("Next: countersign identity link okta/00u2 <person>");
    const linking = ["identity", "link", "okta/00u2", "hr/jon", "--reason", "badge", "--until"];
    const bare = await type(world, DAY2, "identity", "link", "okta/00u2", "hr/jon");
    expect(bare).toMatchObject({ code: 2 });
    expect(bare.err).toContain("Required option '--reason <text>' not specified.");
    const past = await type(world, DAY2, ...linking, "2026-02-01");
    expect(past.code).toBe(1);
    expect(past.out).toContain("--until is over already");
    const linked = await type(world, DAY2, ...linking, "2026-03-31");
    expect(linked).toMatchObject({ code: 0, err: "" });
    expect(linked.out).toContain(
      "okta/00u2 belongs to Jon Reyes until 31 Mar, whatever the sources say.",
    );
    const after = await type(world, DAY3, "identity", "list", "--manual");
    expect(after.code).toBe(0);
    expect(after.out).toContain(
      'Jon Reyes, until 31 Mar, by lead@example.com: "badge"; the sources say Lena Lead',
    );
    const json = await type(world, DAY3, "identity", "list", "--json");
    expect(JSON.parse(json.out)).toMatchObject({ disputes: 0, more: false });
  });

  it("Q3 makes two records one and two again, and shows who said what", async () => {
    const world = await company();
    const said = ["--reason", "one badge"];
    const merged = await type(world, DAY2, "identity", "same", "hr/E1", "hr/E2", ...said);
    expect(merged).toMatchObject({ code: 0, err: "" });
    expect(merged.out).toContain("Maya Okafor and Maja Okafor are one person.");
    expect(merged.out).toContain("The earlier record, Maya Okafor's, goes on.");
    expect(merged.out).toContain("2 decision rights (bot:refund, clerk:payout)");
    const shown = await type(world, DAY2, "identity", "show", "okta/00u1");
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(/hr\/E2 +worker id of an employment +since 2 Mar +was Maja Okafor's/);
    expect(shown.out).toContain(
      'Maja Okafor (hr/E2) and Maja Okafor (hr/E1) are one person: "one badge"',
    );
    const again = await type(world, DAY2, "identity", "same", "hr/E1", "hr/E2", ...said);
    expect(again).toMatchObject({ code: 1 });
    expect(again.out).toContain("They are one person already");
    const parted = await type(world, DAY3, "identity", "different", "hr/E1", "hr/E2", ...said);
    expect(parted).toMatchObject({ code: 0, err: "" });
    expect(parted.out).toContain("Maya Okafor and Maja Okafor are two people. That is remembered.");
    expect(parted.out).toContain("Went back: 1 identifier (hr/E2)");
  });

  it("Q2 asks for what is not there with a sentence and what to do", async () => {
    const world = await company();
    const unknown = await type(world, DAY2, "identity", "show", "okta/00u4");
    expect(unknown).toMatchObject({ code: 1, out: "" });
    expect(unknown.err).toContain(
      'error  "okta/00u4" is no login we know. Did you mean `okta/00u1`?',
    );
    expect(unknown.err).toContain("Give a login, an e-mail address, a worker id");
    const nobody = await type(world, DAY2, "identity", "show", "okta/00u3");
    expect(nobody.code).toBe(0);
    expect(nobody.out).toContain("belongs to nobody");
    expect(nobody.out).toContain("its directory says: hr/E404 (nobody's)");
  });
});
