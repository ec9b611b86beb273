import { readFileSync, readdirSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { AuthorizationState } from "../../src/domain/authorization.js";
import { changesBetween, isUnchanged } from "../../src/domain/changes.js";
import { resolveLead } from "../../src/domain/lead.js";
import { settle } from "../../src/domain/settle.js";
import { shownStanding } from "../../src/domain/standing.js";
import { findSuccessor } from "../../src/domain/succession.js";
import { type World, day } from "../unit/scenarios/support/world.js";
import { PEOPLE, entityGraph } from "./support/entity-graph.js";
import { history, live, register, worldOf } from "./support/history.js";
import { type Moment, hasLeft, ownersWhoMayHold, signedByOneOf } from "./support/naive.js";

const STANDINGS = ["valid", "provisional", "orphaned", "suspended", "lapsed", "revoked"];
// Thousands of decisions each: on a busy machine that takes longer than a unit test may.
vi.setConfig({ testTimeout: 120_000 });

const RUNS = { numRuns: 200 };

/** Lives through any history of any company and looks at every state on the way. */
function always(
  look: (world: World, states: readonly AuthorizationState[], at: number) => void,
): void {
  fc.assert(
    fc.property(entityGraph, history, (graph, steps) => {
      const world = worldOf(graph);
      register(world, graph);
      live(world, steps, (_, at) => look(world, [...world.states.values()], at));
    }),
    RUNS,
  );
}

/** What I1 asks of one authorization, as the list of what is wrong with it. */
function wrongWith(state: AuthorizationState, moment: Moment): string[] {
  const { beneath, reasons } = state.standing;
  const holders = ownersWhoMayHold(state, moment);
  const needsNobody = beneath === "valid" || beneath === "revoked";
  const rules: Readonly<Record<string, boolean>> = {
    "is in one of the six standings": STANDINGS.includes(shownStanding(state)),
    "valid is signed by an owner who may hold it":
      beneath !== "valid" || signedByOneOf(holders, state, moment),
    "provisional has an owner who may hold it": beneath !== "provisional" || holders.length > 0,
    "orphaned has none": beneath !== "orphaned" || holders.length === 0,
    "has reasons exactly while it needs somebody": needsNobody === (reasons.length === 0),
    "a stop shows as suspended":
      state.stop === null || beneath === "revoked" || shownStanding(state) === "suspended",
    "a critical one is never given time":
      state.tier !== "critical" || !["provisional", "orphaned"].includes(beneath),
  };
  return Object.keys(rules).filter((rule) => rules[rule] === false);
}

describe("I1: exactly one standing, and somebody behind it", () => {
  it("valid is signed by an owner who may hold it; provisional has one who may", () => {
    always(({ people, policy }, states, at) => {
      for (const state of states) expect(wrongWith(state, { people, policy, at })).toEqual([]);
    });
  });

  it("nobody is an owner twice", () => {
    always((_, states) => {
      for (const { owners } of states) {
        expect(new Set(owners.map((owner) => owner.personId)).size).toBe(owners.length);
      }
    });
  });
});

describe("I2: nothing disappears, and nobody who left owns", () => {
  it("keeps every authorization and releases every leaver", () => {
    always((world, states, at) => {
      expect(states.map(({ key }) => key)).toEqual(
        ["a0", "a1", "a2"].map((agent) => `${agent}:claim-auto-approve`),
      );
      for (const { owners } of states) {
        for (const { personId } of owners) {
          expect(hasLeft(world.people.get(personId), at)).toBe(false);
        }
      }
    });
  });

  it("leaves no owner of before unaccounted for", () => {
    fc.assert(
      fc.property(entityGraph, history, (graph, steps) => {
        const world = worldOf(graph);
        register(world, graph);
        live(world, steps, (settled) => {
          for (const { before, after, released } of settled) {
            const { ended } = changesBetween(before, after, released);
            const kept = after.owners.map((owner) => `${owner.personId} ${owner.since}`);
            const gone = before.owners.filter(
              (owner) => !kept.includes(`${owner.personId} ${owner.since}`),
            );
            expect(ended.map(({ personId }) => personId)).toEqual(gone.map((one) => one.personId));
            for (const one of ended) expect(one.endedAt).toBeGreaterThanOrEqual(one.since);
          }
        });
      }),
      RUNS,
    );
  });
});

describe("I3: the same runs and acts give the same result", () => {
  it("whatever the order in which people and authorizations are listed", () => {
    fc.assert(
      fc.property(entityGraph, history, (graph, steps) => {
        const one = worldOf(graph);
        register(one, graph);
        live(one, steps);
        const other = worldOf({ ...graph, people: graph.people.toReversed() });
        register(other, graph);
        const upsideDown = [...other.states].toReversed();
        other.states.clear();
        for (const [key, state] of upsideDown) other.states.set(key, state);
        live(other, steps);
        expect(outcome(other)).toEqual(outcome(one));
      }),
      RUNS,
    );
  });
});

/** Everything but minted ids. */
function outcome(world: World) {
  const anonymous = <T extends object>(list: readonly T[]) =>
    list.map((one) => ({ ...one, id: null, ownershipId: null }));
  return [...world.states.values()]
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map((state) => ({
      ...state,
      owners: anonymous(state.owners),
      departedOwners: anonymous(state.departedOwners),
      signatures: anonymous(state.signatures),
    }));
}

describe("I4: again changes nothing", () => {
  it("settling what was settled, written or not, at the same instant", () => {
    fc.assert(
      fc.property(entityGraph, history, (graph, steps) => {
        const world = worldOf(graph);
        register(world, graph);
        const at = live(world, steps);
        const context = { org: world.org, policy: world.policy, at };
        const first = settle([...world.states.values()], context);
        for (const { before, after, released } of first) {
          expect(isUnchanged(changesBetween(before, after, released))).toBe(true);
        }
        const bySettled = settle(
          first.map(({ after }) => after),
          context,
        );
        expect(bySettled.map(({ findings }) => findings)).toEqual(
          first.map(({ findings }) => findings),
        );
      }),
      RUNS,
    );
  });

  it("a crash before anything was written: settling what was planned plans nothing more", () => {
    fc.assert(
      fc.property(entityGraph, history, (graph, steps) => {
        const world = worldOf(graph);
        register(world, graph);
        const at = live(world, steps) + day(3) - day(0);
        const context = { org: world.org, policy: world.policy, at };
        const planned = settle([...world.states.values()], context).map(({ after }) => after);
        for (const { before, after, released, findings } of settle(planned, context)) {
          expect(isUnchanged(changesBetween(before, after, released))).toBe(true);
          expect(new Set(findings.map(({ dedupKey }) => dedupKey)).size).toBe(findings.length);
        }
      }),
      RUNS,
    );
  });
});

describe("I7: no signature ever changes", () => {
  it("in person, revision or time; they are only added", () => {
    let last = new Map<string, AuthorizationState["signatures"]>();
    let watched: World | null = null;
    always((world, states) => {
      if (watched !== world) last = new Map();
      watched = world;
      for (const { key, signatures } of states) {
        const before = last.get(key) ?? [];
        expect(signatures.slice(0, before.length)).toEqual(before);
        last.set(key, structuredClone(signatures));
      }
    });
  });
});

describe("I10: every search ends on any graph", () => {
  it("successors and leads, loops included, with a trace that is no longer than the company", () => {
    fc.assert(
      fc.property(
        entityGraph,
        fc.constantFrom(...PEOPLE),
        fc.nat(50),
        (graph, leaver, climbLimit) => {
          const world = worldOf(graph);
          register(world, graph);
          const policy = { ...world.policy, climbLimit };
          const context = { org: world.org, policy, at: day(0), extraLoad: new Map() };
          for (const state of world.states.values()) {
            // Everybody declined, so no step may pass without a word.
            const refused = { ...state, declinedBy: PEOPLE };
            const { trace, successorId } = findSuccessor(refused, leaver, context);
            expect(successorId).toBeNull();
            expect(trace.length).toBeLessThanOrEqual(policy.successionOrder.length * PEOPLE.length);
            expect(new Set(trace.map(({ step }) => step))).toEqual(new Set(policy.successionOrder));
            const { personId } = resolveLead(state.leadId, context);
            expect([null, ...PEOPLE]).toContain(personId);
          }
        },
      ),
      RUNS,
    );
  });
});

describe("I11: e-mail and display name are never keys", () => {
  it("renaming everybody changes nothing", () => {
    fc.assert(
      fc.property(entityGraph, history, fc.string(), (graph, steps, name) => {
        const one = worldOf(graph);
        register(one, graph);
        live(one, steps);
        const people = graph.people.map((facts) => ({ ...facts, name }));
        const other = worldOf({ ...graph, people });
        register(other, graph);
        live(other, steps);
        expect(other.states).toEqual(one.states);
      }),
      { numRuns: 100 },
    );
  });

  it("the domain knows no address at all", () => {
    const folder = new URL("../../src/domain/", import.meta.url);
    const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
    expect(files.length).toBeGreaterThan(20);
    const code = files.map((file) => readFileSync(new URL(file, folder), "utf8")).join("\n");
    const withoutComments = code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    expect(withoutComments).not.toMatch(/e-?mail|\bupn\b|\blogin\b|\baddress\b/i);
  });
});

describe("I12: provisional has a deadline, and passing it changes the standing", () => {
  it("one that lies ahead, is never lengthened, and lapses", () => {
    fc.assert(
      fc.property(entityGraph, history, (graph, steps) => {
        const world = worldOf(graph);
        register(world, graph);
        live(world, steps, (settled, at) => {
          for (const { before, after, nextDueAt } of settled) {
            const { beneath, deadlineAt } = after.standing;
            if (beneath !== "provisional" && beneath !== "orphaned") continue;
            expect(deadlineAt).toBeGreaterThan(at);
            expect(nextDueAt).toBeLessThanOrEqual(deadlineAt ?? 0);
            expect(deadlineAt).toBeLessThanOrEqual(before.standing.deadlineAt ?? Infinity);
          }
        });
        for (const state of world.states.values()) {
          const { beneath, deadlineAt } = state.standing;
          if (beneath !== "provisional" || deadlineAt === null) continue;
          const [late] = settle([state], { org: world.org, policy: world.policy, at: deadlineAt });
          // Facts of later days may have brought a signed owner back meanwhile.
          expect(["lapsed", "valid"]).toContain(late?.after.standing.beneath);
        }
      }),
      RUNS,
    );
  });
});
