import type { PersonId } from "../domain/person.js";
import type { Graph } from "../graph/graph.js";
import { type TeamClaims, diffTeams } from "../graph/queries/org-teams.js";
import { diffEmployments } from "../graph/queries/org-write.js";
import { contentHash, mintId } from "../platform/ids.js";
import type { EmploymentObservation, TeamObservation } from "../sources/port.js";
import {
  type ClaimFrame,
  type EmploymentChange,
  claimsOf,
  sourceKey,
  versionBegins,
} from "./employment-change.js";

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

/**
 * Tells what is new or different from what the graph holds, page by page. Persons are minted here,
 * once per worker id for the whole read, so that a plan and its execution speak of the same people.
 */
export class Differ {
  readonly #graph: Graph;
  readonly #frame: ClaimFrame;
  /** Makes this read's minted ids its own; within it, one worker id mints one person. */
  readonly #salt = mintId();

  constructor(graph: Graph, frame: ClaimFrame) {
    this.#graph = graph;
    this.#frame = frame;
  }

  /** Changed employments of one page, in page order; unchanged ones cost one indexed look-up. */
  async employments(seen: readonly EmploymentObservation[]): Promise<EmploymentChange[]> {
    const { source, at } = this.#frame;
    const claimed = new Map(
      seen.map((one) => [
        sourceKey(source, one.recordId),
        { one, claims: claimsOf(one, this.#frame) },
      ]),
    );
    const rows = [...claimed].map(([key, { one, claims }]) => ({
      key,
      identifierKey: sourceKey(source, one.workerId),
      hash: claims.hash,
    }));
    if (rows.length === 0) return [];
    const differing = await this.#graph.read((tx) => diffEmployments.run(tx, { rows }));
    return differing.flatMap((row) => {
      const found = claimed.get(row.key);
      if (found === undefined) return [];
      const identifierKey = sourceKey(source, found.one.workerId);
      return {
        key: row.key,
        identifierKey,
        personId: row.personId ?? this.#mint(identifierKey),
        known: row.personId !== null,
        roles: row.roles,
        before: row.before,
        claims: found.claims,
        validFrom: versionBegins(row.before, found.claims, {
          effectiveAt: found.one.effectiveAt,
          at,
        }),
      };
    });
  }

  /** Changed teams of one page. */
  async teams(seen: readonly TeamObservation[]): Promise<TeamChange[]> {
    const claimed = new Map(
      seen.map((one) => [sourceKey(this.#frame.source, one.nativeId), this.#teamClaims(one)]),
    );
    const rows = [...claimed].map(([key, claims]) => ({ key, hash: claims.hash }));
    if (rows.length === 0) return [];
    const differing = await this.#graph.read((tx) => diffTeams.run(tx, { rows }));
    return differing.flatMap((row) => {
      const claims = claimed.get(row.key);
      return claims === undefined ? [] : { key: row.key, before: row.before, claims };
    });
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
