import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory } from "../../../simulator/directory/directory.js";
import type { GraphOptions } from "../../../simulator/msgraph/server.js";
import { randomOf } from "../../../simulator/random.js";
import { DirectoryWorld } from "../../support/directory-world.js";

type Pages = Parameters<NonNullable<GraphOptions["arrange"]>>[0];

/** The organisation of today as lines: minted ids, times of recording and tombstones aside. */
async function organisation(company: DirectoryWorld): Promise<string[]> {
  const rows = await company.world.cypher(
    `CALL () {
       MATCH (a:Account) WHERE a.status <> 'purged'
       OPTIONAL MATCH (a)-[:BELONGS_TO]->(p:Person)
       RETURN a.key + ' ' + a.status + ' ' + a.login + ' of ' + coalesce(p.name, 'nobody') AS line
       UNION
       MATCH (a:Account)-[:MEMBER_OF]->(t:Team) RETURN a.key + ' in ' + t.key AS line
       UNION
       MATCH (p:Person)-[:REPORTS_TO]->(m:Person) RETURN p.name + ' reports to ' + m.name AS line
       UNION
       MATCH (t:Team) WHERE t.removedAt IS NULL AND t.hash IS NOT NULL
       OPTIONAL MATCH (p:Person)-[:HEADS]->(t)
       RETURN t.key + ' ' + t.name + ' headed by ' + coalesce(p.name, 'nobody') AS line
     }
     RETURN line ORDER BY line`,
  );
  return rows.map((row) => String(row["line"]));
}

const PEOPLE = Array.from({ length: 8 }, (_, index) => `p${index}`);
const GROUPS = ["g0", "g1", "g2"];

/** Everything that can happen to a tenant between two reads, some of it undone again. */
function live(company: DirectoryWorld, directory: Directory, seed: number): void {
  const random = randomOf(seed);
  for (let step = 0; step < 20; step += 1) {
    const at = company.at(`2026-03-02T08:${String(step).padStart(2, "0")}:00Z`);
    const id = `e-${random.pick(PEOPLE)}`;
    const group = random.pick(GROUPS);
    const known = directory.users.has(id);
    const kind = random.pick([
      "name",
      "manager",
      "suspend",
      "delete",
      "back",
      "join",
      "leave",
      "purge",
      "owner",
    ]);
    if (kind === "purge" && known) directory.purgeUser(id, at);
    else if (!known) company.user(directory, id, { workerId: id.slice(2) });
    else if (kind === "name") company.change(directory, id, { login: `new${step}@example.com` });
    else if (kind === "manager") company.change(directory, id, { managerId: "e-p0" });
    else if (kind === "suspend") company.change(directory, id, { status: "suspended" });
    else if (kind === "delete") company.change(directory, id, { status: "deleted" });
    else if (kind === "back") company.change(directory, id, { status: "active" });
    else if (kind === "join") directory.addMember(group, id, at);
    else if (kind === "leave") directory.removeMember(group, id, at);
    else {
      const { name, memberIds } = directory.groups.get(group) ?? {
        name: group,
        memberIds: new Set(),
      };
      directory.putGroup({ id: group, name: `${name}+`, ownerIds: [id], memberIds }, at);
    }
  }
}

/** Another order, and some pages twice. */
function shuffled(seed: number): (pages: Pages) => Pages {
  const random = randomOf(seed);
  return (pages) => {
    const twice = pages.flatMap((page) => (random.chance(0.4) ? [page, page] : [page]));
    return twice
      .map((page) => ({ page, rank: random.next() }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ page }) => page);
  };
}

async function afterAnyOrder(seed: number): Promise<{ lines: string[]; directory: Directory }> {
  let arrange: (pages: Pages) => Pages = (pages) => pages;
  const company = await DirectoryWorld.open({
    okta: false,
    entra: true,
    pageSize: 2,
    arrange: (pages) => arrange(pages),
  });
  try {
    const { world, entra } = company;
    company.at("2026-03-01T08:00:00Z");
    world.people(PEOPLE.map((id) => ({ id })));
    for (const id of PEOPLE) company.user(entra, `e-${id}`, { workerId: id });
    for (const id of GROUPS) company.group(entra, id, { memberIds: new Set(["e-p1", "e-p2"]) });
    await company.sync("2026-03-01T09:00:00Z");
    live(company, entra, seed);
    arrange = shuffled(seed);
    await company.sync("2026-03-02T09:00:00Z");
    company.graphServer.expireDeltaTokens();
    arrange = (pages) => pages;
    await company.sync("2026-03-02T10:00:00Z");
    return { lines: await organisation(company), directory: entra };
  } finally {
    await company.close();
  }
}

async function readOnce(directory: Directory): Promise<string[]> {
  const company = await DirectoryWorld.open({
    okta: false,
    entra: true,
    entraDirectory: directory,
  });
  try {
    company.at("2026-03-02T10:00:00Z");
    company.world.people(PEOPLE.map((id) => ({ id })));
    await company.sync("2026-03-02T10:00:00Z");
    return await organisation(company);
  } finally {
    await company.close();
  }
}

describe("T order", () => {
  it(
    "T F8 a full sync, any permutation of delta pages with duplicates, and a full sync again give the same organisation",
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
          const { lines, directory } = await afterAnyOrder(seed);
          expect(lines).toEqual(await readOnce(directory));
        }),
        { numRuns: 6, examples: [[11]] },
      );
    },
  );
});
