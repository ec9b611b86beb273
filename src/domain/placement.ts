import type { Binding, Owner } from "./authorization.js";
import type { OrgView } from "./org.js";
import type { PersonFacts } from "./person.js";

/**
 * Where a person sits, as one comparable string; null when nothing is known of it. Whoever loads
 * `PersonFacts` decides which units count: a mailing group in `teams` would make leaving it a move.
 */
export function placementOf(person: PersonFacts | undefined): string | null {
  const seats = person === undefined ? [] : seatsOf(person);
  return seats.length === 0 ? null : JSON.stringify(seats.toSorted());
}

/**
 * M1: the owner has left a team or position they sat in when the duty began or was last signed.
 * Sitting in one more is no move, and neither is knowing nothing about it now (M7).
 */
export function hasMoved(owner: Owner, person: PersonFacts | undefined): boolean {
  if (owner.placement === null || person === undefined) return false;
  const now = new Set(seatsOf(person));
  return now.size > 0 && parse(owner.placement).some((seat) => !now.has(seat));
}

/** M1: the seat or team that the authorization stays with, once its owner has left it; else null. */
export function seatLeft(owner: Owner, binding: Binding, org: OrgView): string | null {
  const person = org.person(owner.personId);
  if (binding.kind === "person" || !hasMoved(owner, person) || person === undefined) return null;
  const seat = binding.kind === "position" ? position(binding.positionKey) : team(binding.teamKey);
  const heads = binding.kind === "team" && org.team(binding.teamKey)?.headId === person.id;
  if (heads || seatsOf(person).includes(seat)) return null;
  return parse(owner.placement).includes(seat) ? seat : null;
}

function seatsOf(person: PersonFacts): string[] {
  return [...person.positions.map(position), ...person.teams.map(team)];
}

function position(key: string): string {
  return `position:${key}`;
}

function team(key: string): string {
  return `team:${key}`;
}

function parse(placement: string | null): readonly string[] {
  if (placement === null) return [];
  try {
    const seats: unknown = JSON.parse(placement);
    return Array.isArray(seats) ? seats.filter((seat) => typeof seat === "string") : [];
  } catch {
    // Not written by `placementOf`: one opaque place, so that any other place is a move.
    return [placement];
  }
}
