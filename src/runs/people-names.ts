import type { OrgView } from "../domain/org.js";
import type { PersonId } from "../domain/person.js";
import type { PersonName } from "./report.js";

/** Names for ids, from the part of the organisation that was loaded. */
export function nameFrom(org: OrgView): (id: PersonId) => PersonName {
  return (id) => ({ id, name: org.person(id)?.name ?? id });
}
