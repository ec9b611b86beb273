import type { LocalDate } from "../src/domain/time.js";
import { emailOf } from "./cast.js";
import type { Plot } from "./life.js";

/**
 * The story of the demo: March 2026 at Larkfield Insurance. What must come of it, by the rules of
 * docs (SEMANTICS L6, L10, L11, N1, L9), worked out by hand:
 *
 * | what happens | who answers |
 * |---|---|
 * | Maya Okafor leaves | claim-auto-approve: her manager Ines Duarte, provisional. refund-over-limit: her co-owner Jon Reyes has signed, valid |
 * | Petra Novak, her manager Karl Brandt and his manager Lucia Ferrer leave together | account-freeze, transaction-flag: Helena Sørensen, provisional. sanctions-hold is critical: withheld until she signs |
 * | Aisha Rahman goes on leave until the end of July | renewal-reprice stays hers, valid; Ben Carver, the deputy of her team, acts for her |
 * | Sam Whitlock leaves | vendor-block: nobody. Tom Ek built the agent; nobody else may sign for EUR 500,000 |
 * | Grace Lim announces that she leaves on 24 April | goodwill-credit stays hers, with notice |
 */
/** The mornings of the two syncs. */
export const FIRST_SYNC = Date.UTC(2026, 2, 2, 8);
export const SECOND_SYNC = Date.UTC(2026, 3, 2, 8);

export const FIRST_DAY: LocalDate = "2026-03-02";
export const LAST_DAY: LocalDate = "2026-04-02";

/** Any other seed gives other colleagues and the same story. */
export const SEED = 7;

export const PLOT: readonly Plot[] = [
  { on: "2026-03-09", event: { kind: "depart", workerId: "E010", lastDay: "2026-03-31" } },
  {
    on: "2026-03-11",
    event: { kind: "leave", workerId: "E030", from: "2026-03-16", to: "2026-07-31" },
  },
  { on: "2026-03-20", event: { kind: "depart", workerId: "E050", lastDay: "2026-03-27" } },
  { on: "2026-03-30", event: { kind: "depart", workerId: "E040", lastDay: "2026-04-24" } },
  { on: "2026-04-01", event: { kind: "depart", workerId: "E021", lastDay: "2026-04-01" } },
  { on: "2026-04-01", event: { kind: "depart", workerId: "E020", lastDay: "2026-04-01" } },
  { on: "2026-04-01", event: { kind: "depart", workerId: "E003", lastDay: "2026-04-01" } },
];

/**
 * What the leads hand in after the first sync: signatures on paper that the registry only mentions
 * (not enough where the impact is high or critical), and one that nobody had asked for.
 */
export const SIGNATURES: readonly {
  readonly agent: string;
  readonly decisionClass: string;
  readonly person: string;
}[] = [
  signature("claims-triage", "claim-fast-reject", "Jon Reyes"),
  signature("fraud-watch", "account-freeze", "Petra Novak"),
  signature("fraud-watch", "sanctions-hold", "Lucia Ferrer"),
  signature("underwriter-assist", "cover-exclusion", "Ben Carver"),
  signature("payout-runner", "payout-release", "Nadia Costa"),
  signature("payout-runner", "payout-retry", "Erik Vos"),
];

/** What people in the story say happened, in the order a governance lead would tell it. */
export const NEWS: readonly string[] = [
  "Maya Okafor, head of claims, leaves; her last day is 31 March.",
  "A whole reporting line leaves at once on 1 April: Petra Novak, her manager Karl Brandt and his manager Lucia Ferrer.",
  "Aisha Rahman, head of underwriting, is on leave from 16 March to 31 July.",
  "Sam Whitlock, head of procurement, leaves; his last day is 27 March.",
  "Grace Lim, head of customer service, says that she leaves on 24 April.",
];

function signature(
  agent: string,
  decisionClass: string,
  name: string,
): (typeof SIGNATURES)[number] {
  return { agent, decisionClass, person: emailOf(name) };
}
