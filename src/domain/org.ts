import type { PersonFacts, PersonId, TeamFacts } from "./person.js";

/**
 * The organisation as it will be after all changes of the batch, as far as a plan can reach.
 * Whoever builds it loads enough: owners, named successors, leads, the reporting line up to the
 * climb limit, incumbents of bound positions, heads and parents of teams.
 */
export interface OrgView {
  person(id: PersonId): PersonFacts | undefined;
  team(key: string): TeamFacts | undefined;
  /** Present holders of a position, stable order. */
  incumbents(positionKey: string): readonly PersonId[];
}
