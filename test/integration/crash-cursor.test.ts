import { renameSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { healthy, STAGE } from "../support/small-company.js";
import { right, type Worker, World } from "../support/world.js";

const STAFF: readonly Worker[] = [
  { id: "lead", name: "Lena Lead" },
  { id: "manager", name: "Max Manager" },
  { id: "owner", name: "Ola Owner", manager: "manager" },
];
const [, , OWNER = { id: "owner" }] = STAFF;
const LEFT: Worker = { ...OWNER, end: "2026-11-01" };

let world: World;

beforeEach(async () => {
  world = await World.open({
    sources: [
      { id: "hr", type: "hr-files", folder: "hr", mode: "changes" },
      { id: "registry", type: "registry", folder: "registry" },
    ],
  });
  changes(STAFF, 1);
  world.registry(
    right("owner@example.com", { signed: { by: "owner@example.com", on: "2026-02-03" } }),
  );
  healthy(await world.sync(STAGE.baseline));
});

afterEach(() => world.close());

/** One file of changes; their names say in which order they were made. */
function changes(workers: readonly Worker[], number: number): void {
  world.people(workers);
  const folder = join(world.folder, "hr");
  renameSync(join(folder, "people.csv"), join(folder, `people-${number}.csv`));
}

async function loseCursor(): Promise<void> {
  await world.context.graph.write((tx) =>
    tx.run("MATCH (s:Source {id: 'hr'}) SET s.cursor = 'of another version'"),
  );
}

describe("a stored cursor that this version did not write", () => {
  it("F7 is no dead end: the source is read from its start, and the cursor is good again", async () => {
    await loseCursor();
    changes([LEFT], 2);
    healthy(await world.sync(STAGE.later, { plan: true }));
    healthy(await world.sync(STAGE.later));
    expect(await world.owners("bot:refund")).toEqual(["Max Manager"]);
    const [source] = await world.cypher("MATCH (s:Source {id: 'hr'}) RETURN s.cursor AS cursor");
    expect(source?.["cursor"]).not.toBe("of another version");
  });

  it("F8 reading all files again leaves everybody as the last of them says", async () => {
    changes([LEFT], 2);
    healthy(await world.sync(STAGE.later));
    await loseCursor();
    const again = healthy(await world.sync(STAGE.later));
    expect(await world.owners("bot:refund")).toEqual(["Max Manager"]);
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
  });
});

describe("several files of changes at once", () => {
  it("F8 the last one counts, also where it takes back what one before it said", async () => {
    changes([LEFT], 2);
    changes([OWNER], 3);
    healthy(await world.sync(STAGE.later));
    expect(await world.owners("bot:refund")).toEqual(["Ola Owner"]);
    expect(await world.standing("bot:refund")).toBe("valid");
  });
});
