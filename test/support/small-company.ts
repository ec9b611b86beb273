import type { SyncReport } from "../../src/runs/report.js";
import { wipeGraph } from "./wipe.js";
import {
  type TeamOfWorld,
  type Worker,
  type World,
  agent,
  authorization,
  decisionClass,
} from "./world.js";

/** A run that read and applied everything; else says what it did not. */
export function healthy(report: SyncReport): SyncReport {
  const ill = report.sources.filter((one) => one.status !== "complete" || one.problems.length > 0);
  if (ill.length > 0) throw new Error(JSON.stringify(ill));
  return report;
}

/** When the stages of the small company happen. */
export const STAGE = {
  baseline: "2026-10-01T06:00:00Z",
  later: "2026-11-03T06:00:00Z",
  due: "2026-11-22T06:00:00Z",
} as const;

/** A step of the small company that a test disturbs. */
export interface Stage {
  readonly at: string;
  readonly work: "sync" | "dueWork";
  /** Brings the graph to where the step begins. */
  prepare(): Promise<void>;
}

/** Its first sync, the sync a month later, and the due work after that. */
export function stagesOf(world: () => World): Record<keyof typeof STAGE, Stage> {
  const baseline = async (): Promise<void> => {
    await wipeGraph(world().context.graph.driver);
    openCompany(world());
  };
  const later = async (): Promise<void> => {
    await baseline();
    healthy(await world().sync(STAGE.baseline));
    changeCompany(world());
  };
  const due = async (): Promise<void> => {
    await later();
    healthy(await world().sync(STAGE.later));
  };
  return {
    baseline: { at: STAGE.baseline, work: "sync", prepare: baseline },
    later: { at: STAGE.later, work: "sync", prepare: later },
    due: { at: STAGE.due, work: "dueWork", prepare: due },
  };
}

const LEAD: Worker = { id: "lead", name: "Lena Lead" };
const CHIEF: Worker = { id: "chief", name: "Cleo Chief", team: "ops", position: "P-CHIEF" };
const MANAGER: Worker = { id: "manager", name: "Max Manager", manager: "chief", team: "support" };
const OWNER: Worker = {
  id: "owner",
  name: "Ola Owner",
  manager: "manager",
  team: "support",
  position: "P-1",
};
const PARTNER: Worker = { id: "partner", name: "Pia Partner", manager: "chief", team: "ops" };
const BUILDER: Worker = { id: "builder", name: "Bo Builder", manager: "chief", team: "ops" };
const JOINER: Worker = {
  id: "joiner",
  name: "Jo Joiner",
  manager: "senior",
  team: "claims",
  start: "2026-11-01",
};
const SENIOR: Worker = {
  id: "senior",
  name: "Sam Senior",
  manager: "chief",
  team: "claims",
  start: "2026-10-15",
};

const TEAMS: readonly TeamOfWorld[] = [
  { id: "ops", name: "Operations", head: "chief" },
  { id: "support", name: "Support", parent: "ops", head: "manager" },
];

/** Two rights of one owner, one of them shared; a builder, an authority limit, a named successor. */
export function openCompany(world: World): void {
  world.people([LEAD, CHIEF, MANAGER, OWNER, PARTNER, BUILDER]);
  world.teams(TEAMS);
  world.registry([
    decisionClass("refund"),
    decisionClass("payout", { impact: "high" }),
    agent("bot", { builder: "builder@example.com" }),
    agent("clerk"),
    authorization("bot", "refund", {
      owner: "owner@example.com",
      signed: { by: "owner@example.com", on: "2026-02-03" },
    }),
    authorization("clerk", "payout", {
      owner: "owner@example.com",
      coOwners: ["partner@example.com"],
      successors: ["chief@example.com"],
      signed: { by: "partner@example.com", on: "2026-02-04" },
    }),
    {
      kind: "AuthorityLimit",
      id: "owner-limit",
      person: "owner@example.com",
      limits: { amountEUR: 5000 },
    },
  ]);
}

/**
 * A month later: the owner left two days ago, two people joined of whom one reports to the other, a
 * team is new, one manager was renamed and moved, the partner will leave; a criterion changed, an agent
 * was updated, a right is new.
 */
export function changeCompany(world: World): void {
  world.people([
    LEAD,
    CHIEF,
    { ...MANAGER, name: "Max Manager-Meyer", team: "ops" },
    { ...OWNER, end: "2026-11-01" },
    { ...PARTNER, end: "2026-11-20" },
    BUILDER,
    JOINER,
    SENIOR,
  ]);
  world.teams([...TEAMS, { id: "claims", name: "Claims", parent: "ops", head: "senior" }]);
  world.registry([
    decisionClass("refund", { criteria: "A customer asks for money back within 30 days." }),
    decisionClass("payout", { impact: "high" }),
    decisionClass("triage", { impact: "low" }),
    agent("bot", { builder: "builder@example.com", manifest: { model: "m-2" } }),
    agent("clerk"),
    authorization("bot", "refund", {
      owner: "owner@example.com",
      signed: { by: "owner@example.com", on: "2026-02-03" },
    }),
    authorization("clerk", "payout", {
      owner: "owner@example.com",
      coOwners: ["partner@example.com", "manager@example.com"],
      successors: ["chief@example.com"],
      signed: { by: "partner@example.com", on: "2026-02-04" },
    }),
    authorization("bot", "triage", {
      owner: "joiner@example.com",
      signed: { by: "joiner@example.com", on: "2026-11-02" },
    }),
    {
      kind: "AuthorityLimit",
      id: "owner-limit",
      person: "manager@example.com",
      limits: { amountEUR: 3000 },
    },
  ]);
}
