import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { DecisionLine, SyncReport } from "../../../src/runs/report.js";
import type { WrittenDocument } from "../../../src/sources/registry/schema.js";
import {
  type TeamOfWorld,
  type Worker,
  World,
  agent,
  authorization,
  decisionClass,
} from "../../support/world.js";
import { OPEN_GATE } from "../../support/open-gate.js";
import { dumpOf } from "./dump.js";

/** One sync with everything the laws ask about it. */
export interface Turn {
  readonly at: string;
  readonly plan: SyncReport;
  readonly done: SyncReport;
  /** The same input once more, at the same instant (I4). */
  readonly again: SyncReport;
  /** Whether the plan left every node, edge and property as it was. */
  readonly planWroteNothing: boolean;
  /** `authorization person` of owners whom no employment covers at the instant (I2). */
  readonly ownedByDeparted: readonly string[];
}

/** Where documents are written unless another file is named. */
const RIGHTS = "registry/rights.yaml";

/** Signed on this day by whoever is named. */
const SIGNING_DAY = "2026-02-03";

/**
 * A company told case by case: every case brings its own people and its own authorization, named after
 * it, and all of them live through the same syncs. Worker ids are the names of people.
 */
export class Company {
  readonly world: World;
  readonly turns: Turn[] = [];
  readonly #people = new Map<string, Worker>();
  readonly #teams = new Map<string, TeamOfWorld>();
  /** Documents by key, by registry file. */
  readonly #files = new Map<string, Map<string, WrittenDocument>>();

  private constructor(world: World) {
    this.world = world;
    this.hire({ id: "lead" });
    this.document(decisionClass("refund"));
  }

  static async open(settings: Readonly<Record<string, unknown>> = {}): Promise<Company> {
    return new Company(await World.open({ ...OPEN_GATE, ...settings }));
  }

  async close(): Promise<void> {
    await this.world.close();
  }

  hire(...workers: readonly Worker[]): void {
    for (const worker of workers) this.#people.set(worker.employment ?? worker.id, worker);
  }

  /** Changes the HR record of somebody, by employment id. */
  change(record: string, more: Partial<Worker>): void {
    const before = this.#people.get(record);
    if (before === undefined) throw new Error(`nobody has the record ${record}`);
    this.#people.set(record, { ...before, ...more });
  }

  /** The fields of somebody's HR record that become empty. */
  blank(record: string, ...fields: readonly (keyof Worker)[]): void {
    const kept = Object.entries(this.#people.get(record) ?? {}).filter(
      ([field]) => !fields.some((one) => one === field),
    );
    this.#people.set(record, Object.fromEntries(kept) as unknown as Worker);
  }

  team(team: TeamOfWorld): void {
    this.#teams.set(team.id, team);
  }

  document(document: WrittenDocument, file = RIGHTS): void {
    const documents = this.#files.get(file) ?? new Map<string, WrittenDocument>();
    this.#files.set(file, documents.set(keyOf(document), document));
  }

  /** Takes a document out of its file; a file without documents is deleted. */
  remove(key: string): void {
    for (const documents of this.#files.values()) documents.delete(key);
  }

  /** `file:line` of the n-th line of a file that contains these words, as problems write it. */
  placeOf(words: string, file = RIGHTS, nth = 1): string {
    const lines = readFileSync(join(this.world.folder, file), "utf8").split("\n");
    const found = lines.flatMap((line, index) => (line.includes(words) ? [index + 1] : []));
    const line = found[nth - 1];
    if (line === undefined) throw new Error(`${file} has no line ${nth} with ${words}`);
    return `${file}:${line}`;
  }

  /** `agent:refund`, owned and signed by this person unless `more` says otherwise. */
  right(agentId: string, owner: string, more: Readonly<Record<string, unknown>> = {}): void {
    const file = this.#fileOf(`Agent/${agentId}`);
    this.document(agent(agentId), file);
    const lines = { owner: mail(owner), signed: signedBy(owner), ...more };
    this.document(authorization(agentId, "refund", lines), file);
  }

  #fileOf(key: string): string {
    return [...this.#files].find(([, documents]) => documents.has(key))?.[0] ?? RIGHTS;
  }

  /** Writes the files as they stand now, without a sync. */
  write(): void {
    this.world.people([...this.#people.values()]);
    if (this.#teams.size > 0) this.world.teams([...this.#teams.values()]);
    for (const [file, documents] of this.#files) {
      if (documents.size > 0) this.world.registry([...documents.values()], file);
      else rmSync(join(this.world.folder, file), { force: true });
    }
  }

  /** Plans, syncs and syncs once more at an instant; `turns` remembers what the laws need. */
  async sync(at: string): Promise<SyncReport> {
    this.write();
    const before = await dumpOf(this.world);
    const plan = await this.world.sync(at, { plan: true });
    const after = await dumpOf(this.world);
    const done = await this.world.sync(at);
    const ownedByDeparted = await this.#ownedByDeparted(at);
    const again = await this.world.sync(at);
    const planWroteNothing = JSON.stringify(before) === JSON.stringify(after);
    this.turns.push({ at, plan, done, again, planWroteNothing, ownedByDeparted });
    return done;
  }

  async #ownedByDeparted(at: string): Promise<string[]> {
    const rows = await this.world.cypher(
      `MATCH (a:Authorization)-[:OWNED_BY]->(p:Person)
       WHERE NOT EXISTS { (p)-[:HAS_EMPLOYMENT]->(e)
         WHERE e.startsAt <= datetime($at) AND coalesce(e.endsAt > datetime($at), true) }
       RETURN a.key + ' ' + p.name AS line`,
      { at },
    );
    return rows.map((row) => String(row["line"]));
  }

  /** Who answers now: `name role basis`, in order of name. */
  async holders(agentId: string): Promise<string[]> {
    const rows = await this.world.cypher(
      `MATCH (:Authorization {key: $key})-[r:OWNED_BY]->(p:Person)
       RETURN p.name + ' ' + r.role + ' ' + r.basis AS line ORDER BY line`,
      { key: rightKey(agentId) },
    );
    return rows.map((row) => String(row["line"]));
  }

  /** Standing with its reasons: `provisional OWNER_DEPARTED`. */
  async standing(agentId: string): Promise<string> {
    const [row] = await this.world.cypher(
      "MATCH (a:Authorization {key: $key}) RETURN a.standing AS standing, a.reasons AS reasons",
      { key: rightKey(agentId) },
    );
    return [row?.["standing"], ...((row?.["reasons"] ?? []) as string[])].join(" ");
  }

  /** When the deadline passes, as ISO text; null without one. */
  async deadline(agentId: string): Promise<string | null> {
    const [row] = await this.world.cypher(
      "MATCH (a:Authorization {key: $key}) RETURN a.deadlineAt.epochMillis AS at",
      { key: rightKey(agentId) },
    );
    return typeof row?.["at"] === "number" ? new Date(row["at"]).toISOString() : null;
  }

  /** Open findings about an authorization: `CODE severity`, in order. */
  async findings(agentId: string): Promise<string[]> {
    const rows = await this.world.cypher(
      `MATCH (f:Finding {subjectKey: $key, state: 'open'})
       RETURN f.code + ' ' + f.severity AS line ORDER BY line`,
      { key: rightKey(agentId) },
    );
    return rows.map((row) => String(row["line"]));
  }

  /** How the successor was found in a sync: `manager max; reportingLine cleo: departed`. */
  trace(agentId: string, { done }: Turn): string[] {
    const line = done.decisions.find((one) => one.key === rightKey(agentId));
    return (line?.asked ?? []).map(
      ({ step, person, obstacles }) =>
        `${step} ${person?.name ?? "nobody"}${obstacles.length === 0 ? "" : `: ${obstacles.join(", ")}`}`,
    );
  }

  /** Versions of an ownership that are believed now: `name from..to why`, oldest first. */
  async periods(agentId: string): Promise<string[]> {
    const rows = await this.world.cypher(
      `MATCH (:Authorization {key: $key})<-[:OWNERSHIP_OF]-(o:Ownership)-[:HELD_BY]->(p:Person)
       WHERE o.supersededIn IS NULL
       RETURN p.name AS name, o.validFrom.epochMillis AS from, o.validTo.epochMillis AS to, o.endedBecause AS why
       ORDER BY from, name`,
      { key: rightKey(agentId) },
    );
    return rows.map(({ name, from, to, why }) =>
      `${String(name)} ${iso(from)}..${iso(to)} ${typeof why === "string" ? why : ""}`.trimEnd(),
    );
  }
}

/** The laws that every sync of every company obeys; for an `it` of their own. */
export const laws = {
  /** All of them, where every turn was read whole. */
  allHold(turns: readonly Turn[]): void {
    laws.sourcesAreComplete(turns);
    laws.othersHold(turns);
  },
  /** Those that hold whatever a source brought. */
  othersHold(turns: readonly Turn[]): void {
    laws.plansAreKept(turns);
    laws.plansWriteNothing(turns);
    laws.nothingIsOwnedByTheDeparted(turns);
    laws.sameInputWritesNothing(turns);
  },
  /** `sync --plan` says what `sync` does: who owns what and why, and every count. */
  plansAreKept(turns: readonly Turn[]): void {
    for (const { at, plan, done } of turns) {
      expect(plan.decisions.map(decisionWords), at).toEqual(done.decisions.map(decisionWords));
      expect(plan.organisation, at).toEqual(done.organisation);
      expect(plan.standings, at).toEqual(done.standings);
      expect(plan.sources, at).toEqual(done.sources);
      expect(plan.baseline, at).toBe(done.baseline);
      expect(plan.findings, at).toEqual(done.findings);
    }
  },
  /** Every file was read, believed and applied; a case is no case otherwise. */
  sourcesAreComplete(turns: readonly Turn[]): void {
    for (const { at, done, again } of turns) {
      for (const { status, failure, problems } of [...done.sources, ...again.sources]) {
        expect({ status, failure, problems }, at).toEqual({
          status: "complete",
          failure: null,
          problems: [],
        });
      }
    }
  },
  plansWriteNothing(turns: readonly Turn[]): void {
    expect(turns.filter((turn) => !turn.planWroteNothing).map((turn) => turn.at)).toEqual([]);
    expect(turns.flatMap(({ plan }) => Object.values(plan.writes)).every((one) => one === 0)).toBe(
      true,
    );
  },
  nothingIsOwnedByTheDeparted(turns: readonly Turn[]): void {
    for (const { at, ownedByDeparted } of turns) expect(ownedByDeparted, at).toEqual([]);
  },
  sameInputWritesNothing(turns: readonly Turn[]): void {
    for (const { at, again } of turns) {
      expect(again.writes, at).toMatchObject({ organisation: 0, authorizations: 0 });
      expect(again.decisions, at).toEqual([]);
      expect(again.findings, at).toMatchObject({ opened: 0, cleared: 0 });
    }
  },
};

function decisionWords(line: DecisionLine) {
  const names = (people: DecisionLine["ownersAfter"]) => people.map(({ name }) => name).toSorted();
  return {
    ...line,
    ownersBefore: names(line.ownersBefore),
    ownersAfter: names(line.ownersAfter),
    asked: line.asked.map(({ step, person, obstacles }) => [step, person?.name ?? null, obstacles]),
  };
}

/** `agent` alone means its right to make refunds. */
function rightKey(agentId: string): string {
  return agentId.includes(":") ? agentId : `${agentId}:refund`;
}

export function mail(id: string): string {
  return `${id}@example.com`;
}

export function signedBy(id: string, on = SIGNING_DAY): { by: string; on: string } {
  return { by: mail(id), on };
}

function keyOf(document: WrittenDocument): string {
  const id =
    document.kind === "Authorization" ? `${document.agent}:${document.decisionClass}` : document.id;
  return `${document.kind}/${id}`;
}

function iso(at: unknown): string {
  return typeof at === "number" ? new Date(at).toISOString().replace(":00.000Z", "Z") : "";
}
