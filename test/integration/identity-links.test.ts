import { describe, expect, it, vi } from "vitest";
import { identities, identity, linkIdentity, unlinkIdentity } from "../../src/runs/use-cases.js";
import { graphFaults } from "../support/graph-faults.js";
import { right, type World } from "../support/world.js";
import { holderOf, login, openOffice } from "./identity-logins.js";
import {
  DAY1,
  DAY2,
  DAY3,
  DAY4,
  DAY5,
  DAY6,
  LEAD,
  PEOPLE,
  different,
  done,
  same,
  writesOf,
} from "./identity-world.js";

// The first act plans some forty statements on a server that has just started.
vi.setConfig({ testTimeout: 180_000 });

const AT = Date.parse(DAY1);
const SAID = { operator: LEAD, reason: "asked them" };

async function link(
  world: World,
  at: string,
  [key, person, until]: readonly [key: string, person: string, until?: string],
) {
  const end = until === undefined ? null : Date.parse(until);
  return await linkIdentity(world.at(at), { ...SAID, login: key, person, until: end });
}

async function unlink(world: World, at: string, key: string) {
  return await unlinkIdentity(world.at(at), { ...SAID, login: key });
}

/** Maya's login names another worker id since yesterday: the pin holds, and a human is asked (Q2). */
async function disputed() {
  const office = await openOffice({ hr: true });
  const { world, directory } = office;
  world.people(PEOPLE);
  directory.putUser(login("00u1", { workerId: "E1" }), AT);
  await world.sync(DAY1);
  expect(await holderOf(world, "okta/00u1")).toBe("hr/E1");
  directory.changeUser("00u1", { workerId: "E2" }, AT);
  await world.sync(DAY2);
  expect(await holderOf(world, "okta/00u1")).toBe("hr/E1");
  expect(await world.findings()).toEqual(["IDENTITY_DISPUTED"]);
  expect(await writesOf(world, DAY2)).toBe(0);
  return office;
}

async function faults(world: World): Promise<string[]> {
  return await graphFaults(world.context.graph.driver);
}

describe("a dispute about a login", () => {
  it("Q2 Q9 is settled at once by a link by hand, which survives every sync and shows its drift", async () => {
    const { world } = await disputed();
    const report = await link(world, DAY3, ["00u1@login.example.com", "e1@example.com"]);
    expect(done(report).done).toMatchObject({
      login: "okta/00u1",
      person: { name: "Maya Okafor" },
    });
    expect(await world.findings()).toEqual([]);
    expect(await writesOf(world, DAY4)).toBe(0);
    const { logins, disputes } = await identities(world.at(DAY4), {});
    expect(disputes).toBe(0);
    expect(logins).toMatchObject([
      {
        key: "okta/00u1",
        kinds: ["manual"],
        link: { by: "lead@example.com", reason: "asked them", expiresAt: null },
        drift: [{ name: "Maja Okafor" }],
      },
    ]);
  });

  it("Q2 goes to the other candidate when that is who they are, with what its directory says of them", async () => {
    const { world } = await disputed();
    await link(world, DAY3, ["okta/00u1", "hr/E2"]);
    expect(await holderOf(world, "okta/00u1")).toBe("hr/E2");
    expect(await world.findings()).toEqual([]);
    expect(await writesOf(world, DAY4)).toBe(0);
    const { logins } = await identity(world.at(DAY4), { subject: "hr/E2" });
    expect(logins[0]?.past).toMatchObject([
      { evidence: "workerId", person: { name: "Maya Okafor" } },
    ]);
    expect(await faults(world)).toEqual([]);
  });

  it("Q9 opens again when the link has run out, and closes when it is renewed", async () => {
    const { world } = await disputed();
    await link(world, DAY3, ["okta/00u1", "hr/E1", "2026-03-04T00:00:00Z"]);
    expect(await writesOf(world, "2026-03-03T23:59:00Z")).toBe(0);
    await world.sync(DAY4);
    expect(await world.findings()).toEqual(["IDENTITY_DISPUTED"]);
    expect(await holderOf(world, "okta/00u1")).toBe("hr/E1");
    const { logins } = await identities(world.at(DAY4), { disputed: true });
    expect(logins).toMatchObject([{ expired: true, drift: [{ name: "Maja Okafor" }] }]);
    expect(await writesOf(world, DAY5)).toBe(0);
    await link(world, DAY5, ["okta/00u1", "hr/E1"]);
    expect(await world.findings()).toEqual([]);
    expect(await writesOf(world, DAY6)).toBe(0);
  });

  it("Q3 closes when both candidates are one, and when they are told apart the pin holds", async () => {
    const { world } = await disputed();
    await same(world, DAY3, ["hr/E1", "hr/E2"]);
    expect(await world.findings()).toEqual([]);
    expect(await writesOf(world, DAY4)).toBe(0);
    await different(world, DAY4, ["hr/E1", "hr/E2"]);
    expect(await holderOf(world, "okta/00u1")).toBe("hr/E1");
    // It was said that they are two: the login stays with whom it is.
    expect(await world.findings()).toEqual([]);
    expect(await writesOf(world, DAY5)).toBe(0);
    expect(await faults(world)).toEqual([]);
  });

  it("Q2 Q3 of a login that names both belongs to the one person, and to nobody once they are two", async () => {
    const { world, directory, second } = await openOffice({ hr: true });
    world.people(PEOPLE);
    directory.putUser(login("00u2", { workerId: "E1" }), AT);
    second.set("00u2", "E2");
    await world.sync(DAY1);
    expect(await holderOf(world, "okta/00u2")).toBeNull();
    expect(await world.findings()).toEqual(["IDENTITY_DISPUTED"]);
    expect(await writesOf(world, DAY2)).toBe(0);
    await same(world, DAY2, ["hr/E2", "hr/E1"]);
    expect(await holderOf(world, "okta/00u2")).toBe("hr/E1 hr/E2");
    expect(await world.findings()).toEqual([]);
    expect(await writesOf(world, DAY3)).toBe(0);
    const { done: parted } = await different(world, DAY3, ["hr/E1", "hr/E2"]);
    expect(parted).toMatchObject({
      staying: ["okta/00u2 names both of them: whose it is is open again."],
    });
    expect(await holderOf(world, "okta/00u2")).toBeNull();
    expect(await world.findings()).toEqual(["IDENTITY_DISPUTED"]);
    expect(await writesOf(world, DAY4)).toBe(0);
  });
});

describe("a merge and the logins of both", () => {
  it("Q3 Q4 logins move with their record and come back with it; one that came since follows its number", async () => {
    const { world, directory } = await openOffice({ hr: true });
    world.people(PEOPLE);
    world.registry(right("e2@example.com", { signed: { by: "e2@example.com", on: "2026-02-03" } }));
    directory.putUser(login("00u1", { workerId: "E1" }), AT);
    directory.putUser(login("00u2", { workerId: "E2" }), AT);
    await world.sync(DAY1);
    await same(world, DAY2, ["hr/E1", "hr/E2"]);
    directory.putUser(login("00u3", { workerId: "E2" }), AT);
    await world.sync(DAY3);
    for (const key of ["okta/00u1", "okta/00u2", "okta/00u3"])
      expect(await holderOf(world, key)).toBe("hr/E1 hr/E2");
    await different(world, DAY4, ["hr/E1", "hr/E2"]);
    expect(await holderOf(world, "okta/00u1")).toBe("hr/E1");
    expect(await holderOf(world, "okta/00u2")).toBe("hr/E2");
    expect(await holderOf(world, "okta/00u3")).toBe("hr/E2");
    expect(await world.owners("bot:refund")).toEqual(["Maja Okafor"]);
    expect(await world.standing("bot:refund")).toBe("valid");
    expect(await faults(world)).toEqual([]);
    expect(await writesOf(world, DAY5)).toBe(0);
  });

  it("Q3 a login that was linked by hand meanwhile stays where it was put, and that is told", async () => {
    const { world, directory } = await openOffice({ hr: true });
    world.people(PEOPLE);
    directory.putUser(login("00u2", { workerId: "E2" }), AT);
    await world.sync(DAY1);
    await same(world, DAY2, ["hr/E1", "hr/E2"]);
    await link(world, DAY3, ["okta/00u2", "hr/E1", "2026-12-31T00:00:00Z"]);
    const { done: parted } = await different(world, DAY4, ["hr/E1", "hr/E2"]);
    expect(parted).toMatchObject({
      staying: ["okta/00u2 was settled anew since: it stays with Maja Okafor."],
    });
    expect(await holderOf(world, "okta/00u2")).toBe("hr/E1");
    expect(await writesOf(world, DAY5)).toBe(0);
  });

  it("Q3 of whom it was said that a login is not theirs, it is not theirs under the other record either", async () => {
    const { world, directory } = await openOffice({ hr: true });
    world.people(PEOPLE);
    directory.putUser(login("00u2", { workerId: "E2" }), AT);
    await world.sync(DAY1);
    await unlink(world, DAY2, "okta/00u2");
    await same(world, DAY3, ["hr/E1", "hr/E2"]);
    expect(await holderOf(world, "okta/00u2")).toBeNull();
    expect(await writesOf(world, DAY4)).toBe(0);
    await different(world, DAY4, ["hr/E1", "hr/E2"]);
    expect(await holderOf(world, "okta/00u2")).toBeNull();
    expect(await writesOf(world, DAY5)).toBe(0);
  });
});

describe("a login that is taken from its person", () => {
  it("Q3 is never linked to them again by a sync, and a human may change their mind", async () => {
    const { world, directory } = await openOffice({ hr: true });
    world.people(PEOPLE);
    directory.putUser(login("00u1", { workerId: "E1" }), AT);
    await world.sync(DAY1);
    expect(done(await unlink(world, DAY2, "okta/00u1")).done).toMatchObject({
      kind: "unlinked",
      founded: false,
    });
    expect(await holderOf(world, "okta/00u1")).toBeNull();
    expect(await writesOf(world, DAY3)).toBe(0);
    directory.changeUser("00u1", { givenName: "May" }, AT);
    await world.sync(DAY4);
    expect(await holderOf(world, "okta/00u1")).toBeNull();
    expect(await writesOf(world, DAY4)).toBe(0);
    const { logins } = await identities(world.at(DAY4), { unlinked: true });
    expect(logins).toMatchObject([
      {
        key: "okta/00u1",
        refused: [{ name: "Maya Okafor" }],
        past: [{ endedBy: "lead@example.com", endedReason: "asked them" }],
      },
    ]);
    const report = await link(world, DAY5, ["okta/00u1", "hr/E1"]);
    expect(report.notes[0]).toContain("It was said before that okta/00u1 is not Maya Okafor's");
    expect(await holderOf(world, "okta/00u1")).toBe("hr/E1");
    expect(await writesOf(world, DAY6)).toBe(0);
  });

  it("Q3 goes to the other person its directory names, and that is said", async () => {
    const { world, directory, second } = await openOffice({ hr: true });
    world.people(PEOPLE);
    directory.putUser(login("00u1", { workerId: "E1" }), AT);
    second.set("00u1", "E2");
    await world.sync(DAY1);
    done(await link(world, DAY2, ["okta/00u1", "hr/E1"]));
    const report = done(await unlink(world, DAY3, "okta/00u1"));
    expect(report.done).toMatchObject({ kind: "unlinked", follows: { name: "Maja Okafor" } });
    expect(await holderOf(world, "okta/00u1")).toBe("hr/E2");
  });

  it("Q4 where the directory decides who works here, is a person of its own, never nobody's", async () => {
    const { world, directory } = await openOffice({ hr: false });
    directory.putUser(login("00u1", { workerId: "E1" }), AT);
    directory.putUser(login("00u2", { workerId: "E1" }), AT);
    await world.sync(DAY1);
    expect(await holderOf(world, "okta/00u2")).toBe("worker/E1");
    const report = done(await unlink(world, DAY2, "okta/00u2"));
    expect(report.done).toMatchObject({ kind: "unlinked", founded: true });
    expect(await holderOf(world, "okta/00u2")).toBe("");
    const [row] = await world.cypher(
      "MATCH (:Account {key: 'okta/00u2'})-[:BELONGS_TO]->(:Person)-[:HAS_EMPLOYMENT]->(e) RETURN e.key AS key",
    );
    expect(row).toEqual({ key: "okta/00u2" });
    expect(await faults(world)).toEqual([]);
    expect(await writesOf(world, DAY3)).toBe(0);
    const last = await unlink(world, DAY4, "okta/00u1");
    expect(last.refused?.code).toBe("ONLY_RECORD");
    expect(last.refused?.sentence).toContain("countersign identity same okta/00u1 <person>");
    const taken = await link(world, DAY4, ["okta/00u1", "okta/00u2"]);
    expect(taken.refused?.sentence).toContain("countersign identity same okta/00u1 okta/00u2");
    await same(world, DAY5, ["okta/00u1", "okta/00u2"]);
    expect(await holderOf(world, "okta/00u2")).toBe("worker/E1");
    expect(await faults(world)).toEqual([]);
    expect(await writesOf(world, DAY6)).toBe(0);
  });
});

describe("what a link by hand is refused for, and what it says", () => {
  it("Q2 Q5 Q9 unknown, shared, settled already, expired; a service account only with a word about it", async () => {
    const { world, directory } = await openOffice({ hr: true });
    world.people(PEOPLE);
    directory.putUser(login("00u1", { workerId: "E1" }), AT);
    directory.putUser(login("00u7", { nature: "service", email: "desk@example.com" }), AT);
    directory.putUser(login("00u8", { email: "desk@example.com" }), AT);
    await world.sync(DAY1);
    const refused = async (...order: readonly [key: string, person: string, until?: string]) =>
      (await link(world, DAY2, order)).refused;
    const unknown = await refused("okta/00u11", "hr/E1");
    expect(unknown?.code).toBe("LOGIN_UNKNOWN");
    expect(unknown?.sentence).toContain("Did you mean `okta/00u1`?");
    expect((await refused("hr/E1", "hr/E2"))?.sentence).toContain("is a worker id and no login");
    const shared = await refused("desk@example.com", "hr/E1");
    expect(shared?.code).toBe("LOGIN_AMBIGUOUS");
    expect(shared?.sentence).toContain("okta/00u7 (nobody's yet), okta/00u8 (nobody's yet)");
    expect((await refused("okta/00u1", "okta/00u8"))?.sentence).toContain(
      "countersign identity link okta/00u8 <person>",
    );
    expect((await refused("okta/00u1", "hr/E1"))?.code).toBe("LINKED_ALREADY");
    expect((await refused("okta/00u8", "hr/E1", DAY1))?.code).toBe("EXPIRY_PAST");
    expect((await unlink(world, DAY2, "okta/00u8")).refused?.code).toBe("NOT_LINKED");
    const service = done(await link(world, DAY2, ["okta/00u7", "hr/E2"]));
    expect(service.notes[0]).toContain("okta/00u7 is a service account");
    expect(await holderOf(world, "okta/00u7")).toBe("hr/E2");
    expect(await writesOf(world, DAY3)).toBe(0);
    const tries = await world.cypher(
      "MATCH (r:Run {act: 'identity link'}) RETURN count(*) AS acts, count(r.closedAt) AS closed, " +
        "collect(DISTINCT r.operator) AS operators",
    );
    expect(tries).toEqual([{ acts: 7, closed: 7, operators: ["lead@example.com"] }]);
  });
});
