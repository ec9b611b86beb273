import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { type TeamClaims, diffTeams } from "../graph/queries/org-teams.js";
import {
  type EmploymentClaims,
  type KnownEmployment,
  diffEmployments,
} from "../graph/queries/org-write.js";
import { contentHash, mintId } from "../platform/ids.js";
import type { TeamObservation, UnsaidField } from "../sources/port.js";
import {
  type ClaimFrame,
  type EmploymentChange,
  type ReadEmployment,
  isKnown,
  sealed,
  sourceKey,
  versionBegins,
} from "./employment-change.js";
import { keptFields, withKnown } from "./unsaid.js";

/** One team that is new or differs. `before` null: no source has described it yet. */
export interface TeamChange {
  readonly key: string;
  readonly before: {
    readonly name: string;
    readonly parentRef: string | null;
    readonly headRef: string | null;
    readonly deputyRefs: readonly string[];
  } | null;
  readonly claims: TeamClaims;
}

/** Employments of known people that are new or differ: what logins tell, whose people are found first. */
export async function changedEmployments(
  graph: Graph,
  read: readonly ReadEmployment[],
  at: Instant,
): Promise<EmploymentChange[]> {
  const frame = { source: "", converterHash: "", rank: 0, at };
  return await new Differ(graph, frame).employments(read);
}

/**
 * Tells what is new or different from what the graph holds, page by page. Persons are minted here,
 * once per worker id for the whole read, so that a plan and its execution speak of the same people.
 */
export class Differ {
  readonly #graph: Graph;
  readonly #frame: ClaimFrame;
  /** Makes this read's minted ids its own; within it, one worker id mints one person. */
  readonly #salt = mintId();
  readonly #kept = new Map<UnsaidField, number>();

  constructor(graph: Graph, frame: ClaimFrame) {
    this.#graph = graph;
    this.#frame = frame;
  }

  /** Changed employments, in order; unchanged ones cost one indexed look-up. */
  async employments(read: readonly ReadEmployment[]): Promise<EmploymentChange[]> {
    const { at } = this.#frame;
    const claimed = new Map(read.map((one) => [one.claims.key, one]));
    const rows = [...claimed].map(([key, { identifierKey, claims }]) => ({
      key,
      identifierKey,
      hash: claims.hash,
    }));
    if (rows.length === 0) return [];
    const differing = await this.#graph.read((tx) => diffEmployments.run(tx, { rows }));
    return differing.flatMap((row) => {
      const found = claimed.get(row.key);
      if (found === undefined) return [];
      const claims = this.#completed(found.claims, row.before, found.unsaid);
      if (claims === null) return [];
      const { identifierKey, effectiveAt } = found;
      return {
        key: row.key,
        identifierKey,
        personId: row.personId ?? this.#mint(identifierKey),
        known: row.personId !== null,
        roles: row.roles,
        before: row.before,
        claims,
        validFrom: versionBegins(row.before, claims, {
          effectiveAt,
          at,
        }),
        absence: null,
      };
    });
  }

  /** Changed teams of one page. */
  async teams(
    seen: readonly TeamObservation[],
    unsaid: readonly UnsaidField[] = [],
  ): Promise<TeamChange[]> {
    const claimed = new Map(
      seen.map((one) => [sourceKey(this.#frame.source, one.nativeId), this.#teamClaims(one)]),
    );
    const rows = [...claimed].map(([key, claims]) => ({ key, hash: claims.hash }));
    if (rows.length === 0) return [];
    const differing = await this.#graph.read((tx) => diffTeams.run(tx, { rows }));
    return differing.flatMap((row) => {
      const said = claimed.get(row.key);
      if (said === undefined) return [];
      const claims = this.#completedTeam(said, row.before, unsaid);
      return claims === null ? [] : { key: row.key, before: row.before, claims };
    });
  }

  /** How many records keep something that the source has no column for (any more), by field. */
  get kept(): ReadonlyMap<UnsaidField, number> {
    return this.#kept;
  }

  /** The claims with what is known of unsaid fields; null when nothing differs then. */
  #completed(
    claims: EmploymentClaims,
    before: KnownEmployment | null,
    unsaid: readonly UnsaidField[],
  ): EmploymentClaims | null {
    if (before === null) return claims;
    const kept = keptFields(claims, before, unsaid);
    if (kept.length === 0) return claims;
    this.#note(kept);
    const merged = sealed(withKnown(claims, before, kept), this.#frame);
    return isKnown(merged, before) ? null : merged;
  }

  #completedTeam(
    claims: TeamClaims,
    before: TeamChange["before"],
    unsaid: readonly UnsaidField[],
  ): TeamClaims | null {
    if (before === null) return claims;
    const fields = ["name", "parentRef", "headRef", "deputyRefs"] as const;
    const differing = fields.filter(
      (field) => JSON.stringify(claims[field]) !== JSON.stringify(before[field]),
    );
    const kept = differing.filter((field) => unsaid.includes(field));
    if (kept.length === 0) return claims;
    this.#note(kept);
    if (kept.length === differing.length) return null;
    const { hash: _, ...own } = claims;
    const known = Object.fromEntries(kept.map((field) => [field, before[field]]));
    const merged = { ...own, ...known };
    return { ...merged, hash: contentHash([this.#frame.converterHash, merged]) };
  }

  #note(fields: readonly UnsaidField[]): void {
    for (const field of fields) this.#kept.set(field, (this.#kept.get(field) ?? 0) + 1);
  }

  #teamClaims(seen: TeamObservation): TeamClaims {
    const { source, converterHash } = this.#frame;
    const refer = (ref: string) => sourceKey(source, ref);
    const claims = {
      source,
      nativeId: seen.nativeId,
      name: seen.name,
      parentRef: seen.parentRef === null ? null : refer(seen.parentRef),
      headRef: seen.headRef === null ? null : refer(seen.headRef),
      deputyRefs: seen.deputyRefs.map(refer),
    };
    return { ...claims, hash: contentHash([converterHash, claims]) };
  }

  #mint(identifierKey: string): PersonId {
    return contentHash([this.#salt, identifierKey]);
  }
}
