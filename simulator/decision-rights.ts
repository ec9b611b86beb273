import type { LocalDate } from "../src/domain/time.js";
import { emailOf } from "./cast.js";
import type { DecisionRight, SigningLimit, SimulatedAgent } from "./registry-files.js";

/** What the six agents of Larkfield Insurance may decide, and who said so. */

const SIGNED_ON: LocalDate = "2025-11-12";
const GOVERNANCE = emailOf("Amara Diallo");
const HELENA = emailOf("Helena Sørensen");
const INES = emailOf("Ines Duarte");
const LUCIA = emailOf("Lucia Ferrer");
const NADIA = emailOf("Nadia Costa");
const MAYA = emailOf("Maya Okafor");
const JON = emailOf("Jon Reyes");
const KARL = emailOf("Karl Brandt");
const PETRA = emailOf("Petra Novak");
const AISHA = emailOf("Aisha Rahman");
const BEN = emailOf("Ben Carver");
const GRACE = emailOf("Grace Lim");
const SAM = emailOf("Sam Whitlock");
const ERIK = emailOf("Erik Vos");
const TOM = emailOf("Tom Ek");
const MEI = emailOf("Mei Tanaka");

export const AGENTS: readonly SimulatedAgent[] = [
  {
    id: "claims-triage",
    title: "Claims triage",
    builder: MEI,
    model: "example-model-4",
    rights: [
      right({
        classId: "claim-auto-approve",
        title: "Approve a claim without a person",
        criteria: "The claim is complete, the policy is in force and nothing looks like fraud.",
        threshold: "Claims up to EUR 2,000.",
        limits: { claimEUR: 2000 },
        impact: "medium",
        owner: MAYA,
      }),
      right({
        classId: "claim-fast-reject",
        title: "Reject a claim without a person",
        criteria: "The damage is excluded in the words of the policy.",
        threshold: "Claims up to EUR 500.",
        impact: "high",
        owner: JON,
      }),
    ],
  },
  {
    id: "refunds-bot",
    title: "Refunds bot",
    builder: MEI,
    model: "example-model-4",
    rights: [
      right({
        classId: "refund-over-limit",
        title: "Refund above the usual limit",
        criteria: "A premium was charged twice or after the policy had ended.",
        threshold: "Refunds up to EUR 1,500.",
        impact: "medium",
        owner: MAYA,
        coOwners: [JON],
        signed: signedBy(MAYA, JON),
      }),
      right({
        classId: "goodwill-credit",
        title: "Give a goodwill credit",
        criteria: "A customer waited longer than promised and complains about it.",
        threshold: "Credits up to EUR 20, one a month for each customer.",
        impact: "low",
        owner: GRACE,
      }),
    ],
  },
  {
    id: "fraud-watch",
    title: "Fraud watch",
    builder: MEI,
    model: "example-model-4",
    rights: [
      right({
        classId: "account-freeze",
        title: "Freeze a customer account",
        criteria: "Three or more fraud signals within an hour.",
        threshold: "At most 24 hours; then a person decides.",
        impact: "high",
        owner: PETRA,
      }),
      right({
        classId: "transaction-flag",
        title: "Flag a transaction for review",
        criteria: "A payment is unlike the last hundred of its account.",
        threshold: "Flags only; nothing is stopped.",
        impact: "low",
        owner: KARL,
      }),
      right({
        classId: "sanctions-hold",
        title: "Hold a payment for a sanctions hit",
        criteria: "The payee resembles a name on a sanctions list.",
        threshold: "Every amount, until a person has looked.",
        impact: "critical",
        owner: LUCIA,
      }),
    ],
  },
  {
    id: "underwriter-assist",
    title: "Underwriter's assistant",
    builder: TOM,
    model: "example-model-4",
    rights: [
      right({
        classId: "renewal-reprice",
        title: "Change the price at renewal",
        criteria: "The risk score moved since the policy was sold.",
        threshold: "Up to 8 percent in either direction.",
        impact: "medium",
        owner: AISHA,
      }),
      right({
        classId: "quote-discount",
        title: "Give a discount on a quote",
        criteria: "A competitor's offer is on file.",
        threshold: "Up to 5 percent.",
        impact: "low",
        owner: BEN,
      }),
      right({
        classId: "cover-exclusion",
        title: "Exclude a risk from a cover",
        criteria: "The questionnaire names a risk that the tariff does not carry.",
        threshold: "Exclusions of the standard list only.",
        impact: "high",
        owner: BEN,
      }),
    ],
  },
  {
    id: "vendor-screener",
    title: "Vendor screener",
    builder: TOM,
    model: "example-model-4",
    rights: [
      right({
        classId: "vendor-block",
        title: "Block a vendor",
        criteria: "A vendor fails two checks of the screening list.",
        threshold: "Contracts up to EUR 500,000.",
        limits: { contractEUR: 500_000 },
        impact: "medium",
        owner: SAM,
        successors: [TOM],
      }),
      right({
        classId: "invoice-hold",
        title: "Hold an invoice that looks like a duplicate",
        criteria: "Same vendor, same amount, within ten days.",
        threshold: "Five working days at most.",
        impact: "low",
        owner: NADIA,
      }),
    ],
  },
  {
    id: "payout-runner",
    title: "Payout runner",
    builder: MEI,
    model: "example-model-4",
    rights: [
      right({
        classId: "payout-release",
        title: "Release a payout",
        criteria: "The claim was approved and the account was verified.",
        threshold: "Payouts up to EUR 10,000.",
        impact: "critical",
        owner: NADIA,
      }),
      right({
        classId: "payout-retry",
        title: "Retry a payout that bounced",
        criteria: "The bank returned it for a technical reason.",
        threshold: "Three times at most.",
        impact: "medium",
        owner: ERIK,
        signed: [],
      }),
    ],
  },
];

/**
 * What the board lets people sign for. Only the head of procurement may sign for blocking vendors
 * with contracts above EUR 250,000, so nobody can simply step in for him.
 */
export const SIGNING_LIMITS: readonly SigningLimit[] = [
  { id: "procurement", person: SAM, limits: { contractEUR: 1_000_000 } },
  { id: "chief-executive", person: HELENA, limits: { contractEUR: 250_000 } },
  { id: "operations", person: INES, limits: { contractEUR: 100_000 } },
  { id: "governance", person: GOVERNANCE, limits: { contractEUR: 100_000 } },
  { id: "governance-deputy", person: emailOf("Oskar Lind"), limits: { contractEUR: 50_000 } },
];

type Written = Omit<DecisionRight, "lead" | "signed"> & Partial<Pick<DecisionRight, "signed">>;

/** As most are: governance leads it, and its owner signed it in November. */
function right(written: Written): DecisionRight {
  return { lead: GOVERNANCE, signed: signedBy(written.owner), ...written };
}

function signedBy(...people: readonly string[]): DecisionRight["signed"] {
  return people.map((by) => ({ by, on: SIGNED_ON }));
}
