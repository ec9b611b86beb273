import type { OrgView } from "./org.js";
import type { PersonId } from "./person.js";
import type { Policy } from "./policy.js";
import type { Instant } from "./time.js";

/** What every decision of continuity rests on: the organisation after the batch, the rules, the time. */
export interface PlanContext {
  readonly org: OrgView;
  readonly policy: Policy;
  readonly at: Instant;
}

/** The same, with what this batch gave people already, on top of the load the organisation knows. */
export interface BatchContext extends PlanContext {
  readonly extraLoad: ReadonlyMap<PersonId, number>;
}
