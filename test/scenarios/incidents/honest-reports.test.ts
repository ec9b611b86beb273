import { afterEach, describe, expect, it } from "vitest";
import type { SyncReport } from "../../../src/runs/report.js";
import { findings, orphans } from "../../../src/runs/use-cases.js";
import { answerOf } from "../../e2e/support/cli.js";
import { type Worker, World, right } from "../../support/world.js";
import { RIGHT, departed, heldOf } from "./directory-staff.js";

let world: World;

afterEach(() => world.close());

const CROWD: readonly Worker[] = Array.from({ length: 40 }, (_, index) => ({
  id: `p${10 + index}`,
  manager: "ines",
}));
const OWNED = right("maya@example.com", {
  signed: { by: "maya@example.com", on: "2026-02-03" },
});

/** Lead; Cleo over Ines over Maya; and forty more. `change` says who is listed, and how. */
function staff(change: (worker: Worker) => Worker | null = (worker) => worker): void {
  const top: readonly Worker[] = [
    { id: "lead" },
    { id: "cleo" },
    { id: "ines", manager: "cleo" },
    { id: "maya", manager: "ines" },
  ];
  world.people([...top, ...CROWD].flatMap((worker) => change(worker) ?? []));
}

function ending(ids: readonly string[], end: string) {
  return (worker: Worker): Worker => (ids.includes(worker.id) ? { ...worker, end } : worker);
}

describe("runs that said something else than they did", { timeout: 180_000 }, () => {
  /**
   * Feed: some users were gone, which the sync carried out.
   * Keycloak: it reported "0 users removed" of a run that had removed them.
   * Here: counts are of what was written and of what is held, each for itself, and the plan says the same.
   */
  it("Keycloak 26353: wrong counters", async () => {
    world = await World.open();
    staff();
    await world.sync("2026-03-01T08:00:00Z");
    const gone = ["p10", "p11", "p12"];
    staff(ending(gone, "2026-03-01"));
    const plan = await world.sync("2026-03-02T08:00:00Z", { plan: true });
    expect(await departed({ world })).toEqual([]);
    const done = await world.sync("2026-03-02T08:00:00Z");
    expect(done.organisation.counts.depart).toBe(3);
    expect(plan.organisation).toEqual(done.organisation);
    expect(await departed({ world })).toEqual(gone);

    const more = CROWD.slice(3, 15).map((one) => one.id);
    staff((worker) => ending(more, "2026-03-02")(ending(gone, "2026-03-01")(worker)));
    const held = await world.sync("2026-03-03T08:00:00Z");
    expect(held.organisation.counts.depart).toBe(0);
    expect(heldOf(held, "hr")?.meaning.removals.departures).toBe(more.length);
    expect(await departed({ world })).toEqual(gone);
    const again = await world.sync("2026-03-04T08:00:00Z");
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect(Object.values(again.organisation.counts).every((count) => count === 0)).toBe(true);
  });
});

/** A sync by the program itself, at an instant: what it answered and how it ended. */
async function syncByHand(instant: string): Promise<{ code: number | null; answer: unknown }> {
  return await answerOf(world.folder, ["--now", instant, "sync"]);
}

describe("owners for whom nobody can stand in", { timeout: 180_000 }, () => {
  /**
   * Feed: an owner left whose manager had left as well.
   * CoE Starter Kit: no manager was found, nobody was asked, and the run was shown as successful.
   * Here: the reporting line is climbed; where nobody is left it is orphaned, and the command ends with 3.
   */
  it("CoE Starter Kit 8017: the manager was gone too, and the run reported success", async () => {
    world = await World.open();
    staff();
    world.registry(OWNED);
    expect((await syncByHand("2026-03-01T08:00:00Z")).code).toBe(0);
    staff(ending(["maya", "ines"], "2026-03-01"));
    const climbed = await syncByHand("2026-03-02T08:00:00Z");
    expect(climbed.code).toBe(0);
    expect(climbed.answer).toMatchObject({
      decisions: [{ key: RIGHT, standingAfter: "provisional", ownersAfter: [{ name: "cleo" }] }],
    });
    staff(ending(["maya", "ines", "cleo", "lead"], "2026-03-02"));
    const orphaned = await syncByHand("2026-03-03T08:00:00Z");
    expect(orphaned.code).toBe(3);
    expect(await world.standing(RIGHT)).toBe("orphaned");
    const [told] = await orphans(world.at("2026-03-03T09:00:00Z"));
    expect(told).toMatchObject({ key: RIGHT, standing: "orphaned" });
    expect(told?.asked.length).toBeGreaterThan(0);
  });

  /**
   * Feed: the owner was deleted before the tool took its first inventory.
   * CoE Starter Kit: the owner stayed blank; neither they nor their manager could be found any more.
   * Here: who has left already is succeeded at once; who is unknown is refused by file and line.
   */
  it("CoE Starter Kit 8768: the owner was deleted before the inventory", async () => {
    world = await World.open();
    staff(ending(["maya"], "2026-02-20"));
    world.registry(right("maya@example.com"));
    await world.sync("2026-03-01T08:00:00Z");
    expect(await world.owners(RIGHT)).toEqual(["ines"]);
    expect(await world.standing(RIGHT)).toBe("provisional");
    expect(await world.findings()).toContain("OWNER_DEPARTED");

    world.registry(right("never.seen@example.com"));
    const { code, answer } = await syncByHand("2026-03-02T08:00:00Z");
    expect(code).toBe(3);
    const { sources } = answer as Pick<SyncReport, "sources">;
    const [problem] = sources.flatMap((one) => one.problems);
    expect(problem?.sentence).toContain("never.seen@example.com");
    expect(problem?.place).toMatchObject({
      file: "registry/rights.yaml",
      line: expect.any(Number) as unknown,
    });
    expect(await world.owners(RIGHT)).toEqual(["ines"]);
  });

  /**
   * Feed: somebody who had left was there again.
   * CoE Starter Kit: what they owned stayed marked as orphaned.
   * Here: a finding is open exactly while it holds; the signature of whoever came back stands again.
   */
  it("CoE Starter Kit 2304: not cleared when the owner returned", async () => {
    world = await World.open();
    const alone = (maya: Partial<Worker>): void => world.people([{ id: "maya", ...maya }]);
    alone({});
    world.registry(OWNED);
    await world.sync("2026-03-01T08:00:00Z");
    const before = await world.findings();
    alone({ end: "2026-03-01" });
    await world.sync("2026-03-02T08:00:00Z");
    expect(await world.standing(RIGHT)).toBe("orphaned");
    expect(await world.findings()).not.toEqual(before);
    alone({});
    await world.sync("2026-03-03T08:00:00Z");
    expect(await world.owners(RIGHT)).toEqual(["maya"]);
    expect(await world.standing(RIGHT)).toBe("valid");
    expect(await world.findings()).toEqual(before);
    expect(await orphans(world.at("2026-03-03T09:00:00Z"))).toEqual([]);
    const all = await findings(world.at("2026-03-03T09:00:00Z"), { all: true });
    const told = all.filter((one) => one.subject.key === RIGHT && !before.includes(one.code));
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((one) => one.clearedAt === null)).toEqual([]);
  });
});
