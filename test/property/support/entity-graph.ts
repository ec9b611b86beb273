import * as fc from "fast-check";
import type {
  Binding,
  ImpactTier,
  Revisions,
  SignatureStrength,
} from "../../../src/domain/authorization.js";
import type { EmploymentFacts, PersonFacts, TeamFacts } from "../../../src/domain/person.js";
import { day, employment, person, team } from "../../unit/scenarios/support/world.js";

/** Small pools, so that people meet: as managers in a loop, as builder and owner, in one seat. */
export const PEOPLE = ["p0", "p1", "p2", "p3", "p4", "p5", "lea", "omar"] as const;
const TEAMS = ["t0", "t1", "t2"] as const;
const SEATS = ["s0", "s1"] as const;

export interface EntityGraph {
  readonly people: readonly PersonFacts[];
  readonly teams: readonly TeamFacts[];
  readonly authorizations: readonly Registered[];
}

export interface Registered {
  readonly agentId: string;
  readonly tier: ImpactTier;
  readonly binding: Binding;
  readonly owner: string;
  readonly coOwners: readonly string[];
  readonly namedSuccessorIds: readonly string[];
  readonly builderId: string | null;
  readonly leadId: string | null;
  readonly signers: readonly { readonly personId: string; readonly strength: SignatureStrength }[];
}

export const anyone = fc.constantFrom(...PEOPLE);
export const anyTier = fc.constantFrom<ImpactTier>("low", "medium", "high", "critical");
export const anyStrength = fc.constantFrom<SignatureStrength>(
  "authenticated",
  "attested",
  "declared",
);
export const someTeams = fc.subarray([...TEAMS], { maxLength: 2 });
export const someSeats = fc.subarray([...SEATS], { maxLength: 1 });

/** Few enough that a change sometimes goes back to what was signed, or is narrower than it. */
export const anyRevisions: fc.Arbitrary<Revisions> = fc.record({
  agentDigest: fc.constantFrom("agent-1", "agent-1", "agent-2"),
  criteriaDigest: fc.constantFrom("criteria-1", "criteria-1", "criteria-2"),
  thresholdDigest: fc.constantFrom("threshold-1", "threshold-2"),
  limits: fc.record({ amountEUR: fc.constantFrom(1000, 2000, 3000) }),
});

const anyDay = fc.integer({ min: -60, max: 200 }).map(day);
const rarely = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 });

const anyEmployment: fc.Arbitrary<EmploymentFacts> = fc.record({
  key: fc.uuid(),
  startsAt: fc.constantFrom(day(-365), day(-365), day(-365), day(10), day(60)),
  endsAt: rarely(anyDay),
  leaveStartsAt: rarely(anyDay),
  leaveEndsAt: fc.option(anyDay),
  workerType: fc.constantFrom("employee", "employee", "employee", "contractor", "service"),
  rank: fc.constantFrom(0, 0, 0, 1),
});

const anyPerson = (id: string): fc.Arbitrary<PersonFacts> =>
  fc
    .record({
      employments: fc.oneof(
        { weight: 4, arbitrary: fc.constant([employment({ key: id })]) },
        { weight: 3, arbitrary: fc.array(anyEmployment, { maxLength: 2 }) },
      ),
      managerId: fc.option(anyone, { freq: 4 }),
      managerAtDepartureId: fc.option(anyone, { freq: 2 }),
      teams: someTeams,
      positions: someSeats,
      authorityLimits: fc.constantFrom(
        [],
        [],
        [{ limits: { amountEUR: 1500 }, decisionClasses: null, from: day(-9), to: day(99) }],
      ),
      load: fc.constantFrom(0, 0, 1, 2),
    })
    .map((facts) => person(id, facts));

const anyTeam = (key: string): fc.Arbitrary<TeamFacts> =>
  fc
    .record({
      headId: fc.option(anyone),
      deputyIds: fc.uniqueArray(anyone, { maxLength: 2 }),
      parentKey: fc.option(fc.constantFrom(...TEAMS)),
      memberIds: fc.uniqueArray(anyone, { maxLength: 2 }),
    })
    .map((facts) => team(key, facts));

const anyBinding: fc.Arbitrary<Binding> = fc.oneof(
  fc.constant({ kind: "person" as const }),
  fc.constantFrom(...SEATS).map((positionKey) => ({ kind: "position" as const, positionKey })),
  fc.constantFrom(...TEAMS).map((teamKey) => ({ kind: "team" as const, teamKey })),
);

const anyRegistered = (agentId: string): fc.Arbitrary<Registered> =>
  fc.record({
    agentId: fc.constant(agentId),
    tier: anyTier,
    binding: anyBinding,
    owner: anyone,
    coOwners: fc.uniqueArray(anyone, { maxLength: 2 }),
    namedSuccessorIds: fc.uniqueArray(anyone, { maxLength: 2 }),
    builderId: fc.option(anyone),
    leadId: fc.option(anyone, { freq: 4 }),
    signers: fc.array(fc.record({ personId: anyone, strength: anyStrength }), { maxLength: 2 }),
  });

/**
 * A company with everything that goes wrong in one: managers in loops, teams that are their own
 * grandparents, service accounts as heads, gaps between jobs, owners who built the agent.
 */
export const entityGraph: fc.Arbitrary<EntityGraph> = fc.record({
  people: fc.tuple(...PEOPLE.map(anyPerson)),
  teams: fc.tuple(...TEAMS.map(anyTeam)),
  authorizations: fc.tuple(...["a0", "a1", "a2"].map(anyRegistered)),
});
