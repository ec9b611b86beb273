import { batchesOf } from "../platform/batches.js";
import type { PersonId } from "../domain/person.js";
import type { Decision } from "./work.js";

/** Authorizations per transaction where nobody left. */
const CHUNK = 200;

/**
 * Cuts decisions into the sets that are committed together. Everything a leaver held goes in one
 * (L6); leavers who shared an authorization go together, so that none of them is half gone. The rest
 * is cut by size. Stable: decisions come in order of key and stay so.
 */
export function changeSetsOf(decisions: readonly Decision[]): Decision[][] {
  const groups = new Groups();
  for (const decision of decisions) groups.join(leaversOf(decision));
  const byLeaver = new Map<PersonId, Decision[]>();
  const rest: Decision[] = [];
  for (const decision of decisions) {
    const leaver = leaversOf(decision)[0];
    if (leaver === undefined) {
      rest.push(decision);
      continue;
    }
    const group = groups.find(leaver);
    const together = byLeaver.get(group) ?? [];
    together.push(decision);
    byLeaver.set(group, together);
  }
  return [...byLeaver.values(), ...batchesOf(rest, CHUNK)];
}

function leaversOf({ changes }: Decision): PersonId[] {
  return changes.ended
    .filter((owner) => owner.because === "OWNER_DEPARTED")
    .map((owner) => owner.personId);
}

/** Union-find over people who left together from something. */
class Groups {
  readonly #parent = new Map<PersonId, PersonId>();

  find(id: PersonId): PersonId {
    let root = id;
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up;
    if (root !== id) this.#parent.set(id, root);
    return root;
  }

  join(ids: readonly PersonId[]): void {
    const [first, ...others] = ids;
    if (first === undefined) return;
    for (const other of others) {
      const [a, b] = [this.find(first), this.find(other)];
      if (a !== b) this.#parent.set(a, b);
    }
  }
}
