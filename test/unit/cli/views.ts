import { createColors } from "picocolors";
import type {
  DecisionLine,
  SourceReport,
  SyncReport,
  WhoAnswer,
} from "../../../src/runs/report.js";
import type { Look } from "../../../src/cli/render/look.js";

/** Views as the sketches of EXPERIENCE.md tell them. */

export const at = (text: string): number => Date.parse(text);

/** The evening of 22 November 2026, on a terminal of 120 columns without colours. */
export const look: Look = {
  colours: createColors(false),
  width: 120,
  now: at("2026-11-22T20:00Z"),
};

export const maya = { id: "p-maya", name: "Maya Okafor" };
export const jon = { id: "p-jon", name: "Jon Reyes" };
export const ines = { id: "p-ines", name: "Ines Duarte" };
export const tom = { id: "p-tom", name: "Tom Ek" };

export function decision(over: Partial<DecisionLine>): DecisionLine {
  return {
    key: "refunds-bot:refund-over-limit",
    agentId: "refunds-bot",
    decisionClassId: "refund-over-limit",
    ownersBefore: [maya],
    ownersAfter: [maya],
    step: null,
    standingBefore: "valid",
    standingAfter: "valid",
    deadlineAt: null,
    reasons: [],
    exposedSince: null,
    asked: [],
    ...over,
  };
}

/** The three decision rights of the sketch of `sync --plan`. */
const sketched: readonly DecisionLine[] = [
  decision({ ownersBefore: [maya, jon], ownersAfter: [jon], step: "coOwner" }),
  decision({
    key: "claims-triage:claim-auto-approve",
    agentId: "claims-triage",
    decisionClassId: "claim-auto-approve",
    ownersAfter: [ines],
    step: "manager",
    standingAfter: "provisional",
    deadlineAt: at("2026-12-14T00:00Z"),
    reasons: ["OWNER_DEPARTED"],
  }),
  decision({
    key: "vendor-screener:vendor-block",
    agentId: "vendor-screener",
    decisionClassId: "vendor-block",
    ownersAfter: [],
    standingAfter: "orphaned",
    reasons: ["SUCCESSION_FAILED"],
    asked: [
      { step: "manager", person: ines, obstacles: ["overloaded"] },
      { step: "reportingLine", person: tom, obstacles: ["isBuilder"] },
      { step: "governanceLead", person: null, obstacles: [] },
    ],
  }),
];

export function source(over: Partial<SourceReport>): SourceReport {
  return {
    source: "hr",
    status: "complete",
    certificates: [
      {
        scope: "employments",
        complete: true,
        reason: null,
        count: 412,
        basis: "sweep",
        scopeHash: "",
      },
      { scope: "teams", complete: true, reason: null, count: 1, basis: "sweep", scopeHash: "" },
    ],
    records: 413,
    quarantined: 0,
    problems: [],
    remarks: [],
    failure: null,
    held: null,
    ...over,
  };
}

export function report(over: Partial<SyncReport>): SyncReport {
  return {
    plan: true,
    baseline: false,
    runs: [],
    at: look.now,
    sources: [source({})],
    organisation: {
      counts: {
        join: 4,
        move: 0,
        manager: 0,
        change: 9,
        depart: 3,
        leave: 0,
        return: 0,
        team: 1,
        login: 0,
        membership: 0,
        agent: 0,
      },
      lines: [
        { kind: "join", name: "Ada Berg", detail: "", owner: false },
        {
          kind: "depart",
          name: "Maya Okafor",
          detail: "last day 2026-11-30, Europe/Madrid",
          owner: true,
        },
      ],
    },
    decisions: sketched,
    findings: { opened: 3, cleared: 0, open: 3 },
    writes: { organisation: 0, authorizations: 0, record: 0 },
    standings: { valid: 1, provisional: 1, orphaned: 1, suspended: 0, lapsed: 0, revoked: 0 },
    ...over,
  };
}

export const signatureOfMaya = {
  by: maya,
  signedAt: at("2026-02-03T10:12Z"),
  strength: "authenticated",
  evidence: null,
  recordedBy: null,
  agentRevision: "4f2a",
  criteriaRevision: "3",
  current: true,
} as const;

const ownership = {
  role: "owner",
  to: null,
  inheritedFrom: null,
  endedBecause: null,
  personEndsAt: null,
} as const;

/** `who claims-triage claim-auto-approve --at 2026-06-01`, asked on 2 December. */
export function whoAnswer(over: Partial<WhoAnswer>): WhoAnswer {
  return {
    key: "claims-triage:claim-auto-approve",
    agent: { id: "claims-triage", title: "Claims triage" },
    decisionClass: {
      id: "claim-auto-approve",
      title: "Approve a claim without a person",
      criteria: "The claim is complete.",
      threshold: "Claims up to EUR 2,000.",
      impact: "medium",
    },
    at: at("2026-06-01T00:00Z"),
    thresholdAt: "Claims up to EUR 2,000.",
    exposure: null,
    standingAt: { standing: "valid", reasons: [] },
    ownersAt: [{ ...ownership, person: maya, basis: "signed", from: at("2026-02-03T10:12Z") }],
    signaturesAt: [signatureOfMaya],
    now: {
      at: at("2026-12-02T09:00Z"),
      standing: "provisional",
      reasons: ["OWNER_DEPARTED"],
      deadlineAt: at("2026-12-14T00:00Z"),
      owners: [
        {
          ...ownership,
          person: ines,
          basis: "inherited",
          from: at("2026-12-01T00:00Z"),
          inheritedFrom: maya,
        },
      ],
      signatures: [],
      stale: null,
    },
    ...over,
  };
}
