import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory } from "../../simulator/directory/directory.js";
import type { Pages } from "../../simulator/msgraph/pages.js";
import {
  groupId,
  NOW,
  openOffice,
  readAll,
  smallDirectory,
  user,
  userId,
} from "../unit/msgraph/tenant.js";
import { fold, seenInFull } from "../unit/msgraph/world.js";

/** Something that happens in a directory. */
type UserEvent =
  | { readonly kind: "rename"; readonly user: number; readonly name: string }
  | { readonly kind: "manager"; readonly user: number; readonly manager: number | null }
  | { readonly kind: "status"; readonly user: number; readonly status: Status }
  | { readonly kind: "purge"; readonly user: number }
  | { readonly kind: "join"; readonly user: number };
type GroupEvent =
  /** Comes when it is no member and goes when it is one; `times` 2: and back. */
  | {
      readonly kind: "member";
      readonly group: number;
      readonly user: number;
      readonly times: 1 | 2;
    }
  | { readonly kind: "owner"; readonly group: number; readonly user: number }
  | { readonly kind: "dissolve"; readonly group: number };
type Status = "active" | "suspended" | "deleted";

const user12 = fc.integer({ min: 1, max: 12 });
const group3 = fc.integer({ min: 1, max: 3 });
const named = <Kind extends string>(kind: Kind): fc.Arbitrary<Kind> => fc.constant(kind);
const status = fc.constantFrom<Status>("active", "suspended", "deleted");

const event: fc.Arbitrary<UserEvent | GroupEvent> = fc.oneof(
  fc.record({ kind: named("rename"), user: user12, name: fc.constantFrom("Alba", "Berg") }),
  fc.record({ kind: named("manager"), user: user12, manager: fc.option(user12) }),
  fc.record({ kind: named("status"), user: user12, status }),
  fc.record({ kind: named("purge"), user: user12 }),
  fc.record({ kind: named("join"), user: user12 }),
  {
    weight: 5,
    arbitrary: fc.record({
      kind: named("member"),
      group: group3,
      user: user12,
      times: fc.constantFrom<1 | 2>(1, 2),
    }),
  },
  fc.record({ kind: named("owner"), group: group3, user: user12 }),
  fc.record({ kind: named("dissolve"), group: group3 }),
);

/** Lets it happen; what is not there any more is left alone, and ids never come back. */
function happenToUser(directory: Directory, purged: Set<string>, one: UserEvent): void {
  const id = userId(one.user);
  if (one.kind === "join") {
    if (!directory.users.has(id) && !purged.has(id)) directory.putUser(user(one.user), NOW);
    return;
  }
  if (!directory.users.has(id)) return;
  switch (one.kind) {
    case "rename":
      directory.changeUser(id, { familyName: one.name }, NOW);
      break;
    case "manager":
      // A directory lets nobody report to somebody it does not have.
      if (one.manager !== null && !directory.users.has(userId(one.manager))) break;
      directory.changeUser(
        id,
        { managerId: one.manager === null ? null : userId(one.manager) },
        NOW,
      );
      break;
    case "status":
      directory.changeUser(id, { status: one.status }, NOW);
      break;
    case "purge":
      purged.add(id);
      directory.purgeUser(id, NOW);
      break;
  }
}

function happenToGroup(directory: Directory, one: GroupEvent): void {
  const group = directory.groups.get(groupId(one.group));
  if (group === undefined) return;
  if (one.kind === "dissolve") {
    directory.purgeGroup(group.id, NOW);
    return;
  }
  const id = userId(one.user);
  if (!directory.users.has(id)) return;
  if (one.kind === "owner") {
    directory.putGroup({ ...group, ownerIds: [id] }, NOW);
    return;
  }
  for (let time = 1; time <= one.times; time += 1) {
    if (directory.groups.get(group.id)?.memberIds.has(id) === true) {
      directory.removeMember(group.id, id, NOW);
    } else {
      directory.addMember(group.id, id, NOW);
    }
  }
}

/** A few pages twice, and all of them in another order: as the numbers fall. */
function shuffled(pages: Pages, numbers: readonly number[]): Pages {
  if (pages.length === 0) return pages;
  const repeated = [...pages, ...numbers.slice(0, 3).map((n) => pages[n % pages.length] ?? [])];
  return repeated
    .map((page, at) => ({ page, key: numbers[at % numbers.length] ?? 0, at }))
    .toSorted((a, b) => a.key - b.key || a.at - b.at)
    .map(({ page }) => page);
}

describe("T: order and repetition", () => {
  it("a full read, then rounds of changes in any order and with repeats, is a full read of what is now", async () => {
    const rounds = fc.array(fc.array(event, { maxLength: 16 }), { minLength: 1, maxLength: 3 });
    const numbers = fc.array(fc.nat(1_000), { minLength: 4, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rounds, numbers, fc.boolean(), async (told, order, journal) => {
        const directory = smallDirectory();
        const purged = new Set<string>();
        const office = await openOffice({
          directory,
          graph: { pageSize: 2, journal, arrange: (pages) => shuffled(pages, order) },
        });
        try {
          const first = await readAll(office.source);
          let world = fold(first.pages);
          let { cursor } = first.end;
          for (const events of told) {
            for (const one of events) {
              if ("group" in one) happenToGroup(directory, one);
              else happenToUser(directory, purged, one);
            }
            const changes = await readAll(office.source, { cursor });
            expect(changes.end.certificates.filter(({ complete }) => !complete)).toEqual([]);
            world = fold(changes.pages, world);
            ({ cursor } = changes.end);
          }
          const full = await readAll(office.another());
          expect(seenInFull(world)).toEqual(seenInFull(fold(full.pages)));
        } finally {
          await office.graph.close();
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
