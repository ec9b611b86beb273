import * as fc from "fast-check";
import type { Act } from "../../../src/domain/acts.js";
import type { Settled } from "../../../src/domain/settled.js";
import type { Instant } from "../../../src/domain/time.js";
import { World, day, employment, signatureOf } from "../../unit/scenarios/support/world.js";
import {
  type EntityGraph,
  anyRevisions,
  anyStrength,
  anyTier,
  anyone,
  someSeats,
  someTeams,
} from "./entity-graph.js";

/** One thing that happens. `after` days pass first. */
export type Step = { readonly after: number } & (
  | { readonly kind: "depart"; readonly id: string; readonly inDays: number }
  | { readonly kind: "rescind"; readonly id: string }
  | { readonly kind: "rehire"; readonly id: string }
  | { readonly kind: "leave"; readonly id: string; readonly days: number | null }
  | {
      readonly kind: "move";
      readonly id: string;
      readonly teams: string[];
      readonly positions: string[];
    }
  | { readonly kind: "manager"; readonly id: string; readonly managerId: string | null }
  | { readonly kind: "act"; readonly agentId: string; readonly act: Act }
  | { readonly kind: "wait" }
);

const id = anyone;
const signs = fc.record({
  kind: fc.constant("sign" as const),
  personId: id,
  strength: anyStrength,
  signedAt: fc.constant(0),
  evidence: fc.constant(null),
  recordedBy: fc.constant("an operator"),
  covers: fc.option(anyRevisions, { freq: 2 }),
});

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: signs },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("decline" as const), personId: id }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("reassign" as const), toPersonId: id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("proposeOwner" as const), personId: id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("addCoOwner" as const), personId: id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("releaseOwner" as const), personId: id }) },
  { weight: 1, arbitrary: fc.constant<Act>({ kind: "stop", orderedBy: "lea", reason: "test" }) },
  { weight: 1, arbitrary: fc.constant<Act>({ kind: "resume" }) },
  { weight: 1, arbitrary: fc.constant<Act>({ kind: "retire" }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("revise" as const),
      inForce: anyRevisions,
      tier: anyTier,
      builderId: fc.option(id),
    }),
  },
);

const after = fc.constantFrom(0, 0, 1, 5, 16);
const kind = <K extends Step["kind"]>(name: K) => fc.constant(name);

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kind("depart"),
      after,
      id,
      inDays: fc.integer({ min: -20, max: 40 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind("rescind"), after, id }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("rehire"), after, id }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind("leave"),
      after,
      id,
      days: fc.option(fc.integer({ min: 1, max: 60 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind("move"),
      after,
      id,
      teams: someTeams,
      positions: someSeats,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind("manager"), after, id, managerId: fc.option(id) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: kind("act"),
      after,
      agentId: fc.constantFrom("a0", "a1", "a2"),
      act: anyAct,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind("wait"), after }) },
);

export const history: fc.Arbitrary<readonly Step[]> = fc.array(anyStep, { maxLength: 14 });

/** The world of a graph before anything was settled, with a load cap that is reached. */
export function worldOf(graph: EntityGraph): World {
  const world = new World();
  world.policy = { ...world.policy, loadCap: 4, minimumOwners: 2, contractorsMayOwn: false };
  for (const facts of graph.people) world.people.set(facts.id, facts);
  for (const facts of graph.teams) world.teams.set(facts.key, facts);
  return world;
}

/** Registers what the graph has on day 0. */
export function register(world: World, graph: EntityGraph): void {
  for (const { signers, coOwners, ...facts } of graph.authorizations) {
    const others = coOwners.filter((one) => one !== facts.owner);
    const signatures = signers.map(({ personId, strength }) =>
      signatureOf(personId, { id: null, strength, signedAt: day(-1) }),
    );
    world.authorize({ ...facts, coOwners: others, signatures }, day(0));
  }
}

/** What a history shows to whoever watches it: every settlement, with the instant. */
export type Watch = (settled: readonly Settled[], at: Instant) => void;

/** Lives through a history, a run after each step. Acts that are refused change nothing. */
export function live(
  world: World,
  steps: readonly Step[],
  watch: Watch = () => undefined,
): Instant {
  let at = day(0);
  watch(world.run(at), at);
  for (const step of steps) {
    at += step.after * (day(1) - day(0)) + 1;
    happen(world, step, at);
    watch(world.run(at), at);
  }
  return at;
}

function happen(world: World, step: Step, at: Instant): void {
  const first = (who: string) => world.known(who).employments[0] ?? employment({ key: who });
  switch (step.kind) {
    case "wait":
      return;
    case "depart": {
      const endsAt = at + step.inDays * (day(1) - day(0));
      const { managerId, managerAtDepartureId } = world.known(step.id);
      world.learn(step.id, {
        employments: [{ ...first(step.id), endsAt }],
        managerAtDepartureId: managerId ?? managerAtDepartureId,
      });
      return;
    }
    case "rescind":
      world.learn(step.id, { employments: [{ ...first(step.id), endsAt: null }] });
      return;
    case "rehire":
      world.learn(step.id, {
        employments: [first(step.id), employment({ key: "again", startsAt: at - 5 })],
      });
      return;
    case "leave": {
      const leaveEndsAt = step.days === null ? null : at + step.days * (day(1) - day(0));
      world.learn(step.id, {
        employments: [{ ...first(step.id), leaveStartsAt: at, leaveEndsAt }],
      });
      return;
    }
    case "move":
      world.learn(step.id, { teams: step.teams, positions: step.positions });
      return;
    case "manager":
      world.learn(step.id, { managerId: step.managerId });
      return;
    case "act": {
      const act = step.act.kind === "sign" ? { ...step.act, signedAt: at } : step.act;
      const key = `${step.agentId}:claim-auto-approve`;
      if (world.states.has(key) && world.attempt(act, at, key).ok) world.act(act, at, key);
    }
  }
}
