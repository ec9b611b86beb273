import {
  type Act,
  type NewAuthorization,
  applyAct,
  newAuthorization,
} from "../../../../src/domain/acts.js";
import type {
  AuthorizationState,
  Owner,
  Revisions,
  Signature,
  SignatureStrength,
} from "../../../../src/domain/authorization.js";
import { type AuthorizationChanges, changesBetween } from "../../../../src/domain/changes.js";
import type { OrgView } from "../../../../src/domain/org.js";
import type { EmploymentFacts, PersonFacts, TeamFacts } from "../../../../src/domain/person.js";
import { type Policy, SUCCESSION_STEPS } from "../../../../src/domain/policy.js";
import { settle } from "../../../../src/domain/settle.js";
import type { Settled } from "../../../../src/domain/settled.js";
import { DAY_MS, type Instant } from "../../../../src/domain/time.js";

/** Day 0 of every scenario; people are hired a year before. */
const EPOCH: Instant = Date.UTC(2026, 10, 1);

/** The start of a day of the scenario. */
export function day(number: number): Instant {
  return EPOCH + number * DAY_MS;
}

export const REVISIONS: Revisions = {
  agentDigest: "agent-1",
  criteriaDigest: "criteria-1",
  thresholdDigest: "threshold-1",
  limits: { amountEUR: 2000 },
};

/** The defaults of PRODUCT.md §5, and a last resort called omar. */
const POLICY: Policy = {
  clockDays: { low: 30, medium: 14, high: 3, critical: 0 },
  sufficient: {
    low: ["authenticated", "attested", "declared"],
    medium: ["authenticated", "attested", "declared"],
    high: ["authenticated", "attested"],
    critical: ["authenticated", "attested"],
  },
  successionOrder: SUCCESSION_STEPS,
  climbLimit: 5,
  loadCap: 10,
  lookAheadDays: 30,
  departingNoticeDays: [30, 14, 7],
  minimumOwners: 1,
  longLeaveDays: 30,
  contractorsMayOwn: true,
  lastResortIds: ["omar"],
};

export function employment(more: Partial<EmploymentFacts> = {}): EmploymentFacts {
  return {
    key: "hr/1",
    startsAt: day(-365),
    endsAt: null,
    leaveStartsAt: null,
    leaveEndsAt: null,
    workerType: "employee",
    rank: 0,
    ...more,
  };
}

export function person(id: string, more: Partial<PersonFacts> = {}): PersonFacts {
  return {
    id,
    name: id,
    recordedIn: 1,
    employments: [employment({ key: `hr/${id}` })],
    accounts: [],
    managerId: null,
    managerAtDepartureId: null,
    teams: [],
    positions: [],
    authorityLimits: [],
    load: 0,
    ...more,
  };
}

export function team(key: string, more: Partial<TeamFacts> = {}): TeamFacts {
  return { key, name: key, headId: null, deputyIds: [], parentKey: null, memberIds: [], ...more };
}

export function signatureOf(personId: string, more: Partial<Signature> = {}): Signature {
  return {
    id: `signature-${personId}`,
    personId,
    signedAt: day(-100),
    strength: "authenticated",
    covers: REVISIONS,
    evidence: null,
    recordedBy: null,
    ...more,
  };
}

interface Registration extends Partial<Omit<NewAuthorization, "owners" | "signatures">> {
  readonly owner?: string;
  readonly coOwners?: readonly string[];
  readonly signedBy?: readonly string[];
  readonly signatures?: readonly Signature[];
}

/**
 * A company, its registry and a store in memory: what is settled is written, ids are minted, loads
 * are counted, and the next run reads that. Everybody works here from a year ago unless told
 * otherwise; omar is the last resort and lea the lead of every class.
 */
export class World {
  readonly people = new Map<string, PersonFacts>();
  readonly teams = new Map<string, TeamFacts>();
  readonly states = new Map<string, AuthorizationState>();
  policy: Policy = POLICY;
  private minted = 0;

  constructor() {
    this.hire("omar");
    this.hire("lea");
  }

  hire(id: string, more: Partial<PersonFacts> = {}): void {
    this.people.set(id, person(id, more));
  }

  /** Changes what is believed of a person. */
  learn(id: string, more: Partial<PersonFacts>): void {
    this.people.set(id, { ...this.known(id), ...more });
  }

  /** Changes what is believed of a person's only employment. */
  employ(id: string, more: Partial<EmploymentFacts>): void {
    this.learn(id, { employments: [employment({ key: `hr/${id}`, ...more })] });
  }

  known(id: string): PersonFacts {
    const known = this.people.get(id);
    if (known === undefined) throw new Error(`nobody hired ${id}`);
    return known;
  }

  form(key: string, more: Partial<TeamFacts> = {}): void {
    this.teams.set(key, team(key, more));
  }

  /** Registers an authorization on day -100 and settles it, so that it stands as it should. */
  authorize(facts: Registration = {}, at: Instant = day(-100)): string {
    const { owner, coOwners = [], signedBy = [], signatures, ...more } = facts;
    const roles = [
      ...(owner === undefined ? [] : [{ personId: owner, role: "owner" as const }]),
      ...coOwners.map((personId) => ({ personId, role: "coOwner" as const })),
    ];
    const state = newAuthorization(
      {
        agentId: "claims-triage",
        decisionClassId: "claim-auto-approve",
        tier: "medium",
        inForce: REVISIONS,
        builderId: null,
        binding: { kind: "person" },
        namedSuccessorIds: [],
        leadId: "lea",
        owners: roles,
        signatures: signatures ?? signedBy.map((id) => signatureOf(id, { signedAt: at })),
        ...more,
      },
      at,
    );
    this.states.set(state.key, state);
    this.run(at);
    return state.key;
  }

  get org(): OrgView {
    const loads = new Map<string, number>();
    for (const { owners } of this.states.values()) {
      for (const { personId, role, ownershipId } of owners) {
        if (role !== "acting" && ownershipId !== null) {
          loads.set(personId, (loads.get(personId) ?? 0) + 1);
        }
      }
    }
    return {
      person: (id) => {
        const known = this.people.get(id);
        return known && { ...known, load: known.load + (loads.get(id) ?? 0) };
      },
      team: (key) => this.teams.get(key),
      incumbents: (key) =>
        [...this.people.values()]
          .filter(({ positions }) => positions.includes(key))
          .map(({ id }) => id)
          .toSorted(),
    };
  }

  /** One run: settles everything at an instant and writes it. */
  run(at: Instant): Settled[] {
    const settled = settle([...this.states.values()], { org: this.org, policy: this.policy, at });
    for (const { after } of settled) this.write(after);
    return settled;
  }

  /** One run, when there is one authorization. */
  runOne(at: Instant): Settled & { readonly changes: AuthorizationChanges } {
    const [one, ...more] = this.run(at);
    if (one === undefined || more.length > 0) throw new Error("not one authorization");
    return { ...one, changes: changesBetween(one.before, one.after, one.released) };
  }

  /** An act on an authorization, settled with what follows from it. */
  act(act: Act, at: Instant, key: string = this.only.key): AuthorizationState {
    const result = this.attempt(act, at, key);
    if (!result.ok) throw new Error(`refused: ${result.code} ${result.sentence}`);
    const context = { org: this.org, policy: this.policy, at };
    const [settled] = settle([result.state], context);
    if (settled === undefined) throw new Error("settle returned nothing");
    this.write(settled.after);
    return this.state(key);
  }

  /** What an act would do, before anything follows from it. */
  attempt(act: Act, at: Instant, key: string = this.only.key): ReturnType<typeof applyAct> {
    return applyAct(this.state(key), act, { org: this.org, policy: this.policy, at });
  }

  sign(
    personId: string,
    at: Instant,
    more: { strength?: SignatureStrength; covers?: Revisions; key?: string } = {},
  ): AuthorizationState {
    const { strength = "authenticated", covers = null, key = this.only.key } = more;
    const recordedBy = strength === "attested" ? "an operator" : null;
    const evidence = null;
    const act: Act = {
      kind: "sign",
      personId,
      strength,
      signedAt: at,
      evidence,
      recordedBy,
      covers,
    };
    return this.act(act, at, key);
  }

  state(key: string): AuthorizationState {
    const state = this.states.get(key);
    if (state === undefined) throw new Error(`no authorization ${key}`);
    return state;
  }

  get only(): AuthorizationState {
    const [state, ...more] = this.states.values();
    if (state === undefined || more.length > 0) throw new Error("not one authorization");
    return state;
  }

  /** What the store does: ids for what is new. */
  private write(after: AuthorizationState): void {
    this.states.set(after.key, {
      ...after,
      owners: after.owners.map((one) =>
        one.ownershipId === null ? { ...one, ownershipId: this.mint("ownership") } : one,
      ),
      signatures: after.signatures.map((one) =>
        one.id === null ? { ...one, id: this.mint("signature") } : one,
      ),
    });
  }

  private mint(kind: string): string {
    this.minted += 1;
    return `${kind}-${this.minted}`;
  }
}

/** Owners as "who role basis", for readable expectations. */
export function ownersOf(state: { readonly owners: readonly Owner[] }): string[] {
  return state.owners.map(({ personId, role, basis }) => `${personId} ${role} ${basis}`);
}

/** Codes of the findings about an authorization. */
export function codesOf({ findings }: Settled): string[] {
  return findings.map(({ code }) => code);
}

/** The trace as "step who: obstacles". */
export function traceOf({ trace }: Settled): string[] {
  return (trace ?? []).map(
    ({ step, personId, obstacles, mayReceive }) =>
      `${step} ${personId ?? "nobody"}: ${mayReceive ? "receives" : obstacles.join(" ") || "-"}`,
  );
}
