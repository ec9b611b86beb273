import type { AccountClaims } from "../graph/queries/identity.js";
import type { MembershipRow } from "../graph/queries/memberships.js";
import { contentHash } from "../platform/ids.js";
import type {
  AccountObservation,
  AgentObservation,
  DocumentObservation,
  MembersObservation,
  Quarantined,
  SourcePage,
  TeamObservation,
  UnsaidField,
} from "../sources/port.js";
import { accountClaims } from "./account-change.js";
import {
  type ClaimFrame,
  type ReadEmployment,
  readEmployment,
  sourceKey,
} from "./employment-change.js";
import { KeyGauge, type SavedGauge } from "./reliability.js";
import { type Kept, Partitions, type SavedPartitions, partName, partOf } from "./partitions.js";

/** A login as it was read, with what its page left unsaid. */
export interface ReadAccount {
  readonly claims: AccountClaims;
  readonly managersUnsaid: boolean;
}

/** A membership that was told, or told to have ended. */
export interface ReadMembership extends MembershipRow {
  readonly ended: boolean;
}

/** Teams with what their page left unsaid. */
export interface ReadTeams {
  readonly teams: readonly TeamObservation[];
  readonly unsaid: readonly UnsaidField[];
}

/** What was collected before a read was interrupted. */
export interface SavedCollection {
  readonly employments: SavedPartitions;
  readonly accounts: SavedPartitions;
  readonly memberships: SavedPartitions;
  readonly gauge: SavedGauge;
  readonly teams: readonly ReadTeams[];
  readonly removed: readonly (readonly [string, "team" | "agent"])[];
  readonly agents: readonly AgentObservation[];
  readonly documents: readonly DocumentObservation[];
  readonly quarantined: readonly Quarantined[];
  readonly counts: readonly [number, number];
  readonly anonymous: boolean;
  readonly doubted: readonly string[];
}

/** Quarantined records are shown one by one up to this many; counted always. */
const SHOWN_PROBLEMS = 1_000;
const NO_CONTENT = "0".repeat(32);

/** Precedence of the source, for what its records claim. */
export interface CollectFrame extends ClaimFrame {
  readonly accountRank: number;
}

/**
 * Everything a read told, before any of it is compared: people, logins and memberships on disk, the few
 * other things in memory.
 */
export class Collected {
  employments: Partitions<ReadEmployment>;
  accounts: Partitions<ReadAccount>;
  memberships: Partitions<ReadMembership>;
  readonly teams: ReadTeams[] = [];
  readonly removed = new Map<string, "team" | "agent">();
  readonly agents: AgentObservation[] = [];
  readonly documents: DocumentObservation[] = [];
  readonly quarantined: Quarantined[] = [];
  /** Identifier keys of people of whom a record could not be believed. */
  readonly doubted = new Set<string>();
  readonly #frame: CollectFrame;
  gauge = new KeyGauge();
  #records = 0;
  #quarantinedCount = 0;
  #anonymous = false;

  constructor(folder: string, frame: CollectFrame) {
    this.#frame = frame;
    this.employments = new Partitions(folder);
    this.accounts = new Partitions(folder);
    this.memberships = new Partitions(folder);
  }

  get records(): number {
    return this.#records;
  }

  get quarantinedCount(): number {
    return this.#quarantinedCount;
  }

  /** A record could not be believed and nobody knows whose it was: absence proves nothing. */
  get anonymous(): boolean {
    return this.#anonymous;
  }

  async add(page: SourcePage): Promise<void> {
    const unsaid = page.unsaid ?? [];
    const employments: Kept<ReadEmployment>[] = [];
    const accounts: Kept<ReadAccount>[] = [];
    const memberships: Kept<ReadMembership>[] = [];
    const teams: TeamObservation[] = [];
    for (const one of page.observations) {
      switch (one.kind) {
        case "employment":
          this.gauge.record(true);
          employments.push(kept(readEmployment(one, this.#frame, unsaid)));
          break;
        case "account":
          this.gauge.account(one);
          accounts.push(this.#account(one, unsaid));
          break;
        case "members":
          memberships.push(...this.#members(one));
          break;
        case "team":
          teams.push(one);
          this.removed.delete(one.nativeId);
          break;
        case "agent":
          this.agents.push(one);
          this.removed.delete(one.nativeId);
          break;
        case "removed":
          this.removed.set(one.nativeId, one.of);
          break;
        case "document":
          this.documents.push(one);
          break;
        default:
          one satisfies never;
      }
    }
    if (teams.length > 0) this.teams.push({ teams, unsaid });
    const unbelieved = this.#quarantine(page.quarantined);
    await this.employments.add([...employments, ...unbelieved]);
    await this.accounts.add([...accounts, ...unbelieved]);
    await this.memberships.add(memberships);
    this.#records += page.observations.length + page.quarantined.length;
  }

  /** Writes everything to disk and tells what is needed to go on with it in another process. */
  async save(): Promise<SavedCollection> {
    return {
      employments: await this.employments.save(),
      accounts: await this.accounts.save(),
      memberships: await this.memberships.save(),
      gauge: this.gauge.save(),
      teams: this.teams,
      removed: [...this.removed],
      agents: this.agents,
      documents: this.documents,
      quarantined: this.quarantined,
      counts: [this.#records, this.#quarantinedCount],
      anonymous: this.#anonymous,
      doubted: [...this.doubted],
    };
  }

  /** Goes on with what was saved. */
  static restore(folder: string, frame: CollectFrame, saved: SavedCollection): Collected {
    const collected = new Collected(folder, frame);
    collected.employments = Partitions.restore(saved.employments);
    collected.accounts = Partitions.restore(saved.accounts);
    collected.memberships = Partitions.restore(saved.memberships);
    collected.gauge = KeyGauge.restore(saved.gauge);
    collected.teams.push(...saved.teams);
    for (const [id, of] of saved.removed) collected.removed.set(id, of);
    collected.agents.push(...saved.agents);
    collected.documents.push(...saved.documents);
    collected.quarantined.push(...saved.quarantined);
    [collected.#records, collected.#quarantinedCount] = saved.counts;
    collected.#anonymous = saved.anonymous;
    for (const key of saved.doubted) collected.doubted.add(key);
    return collected;
  }

  async discard(): Promise<void> {
    await this.employments.discard();
    await this.accounts.discard();
    await this.memberships.discard();
  }

  #account(one: AccountObservation, unsaid: readonly UnsaidField[]): Kept<ReadAccount> {
    const { source, converterHash, accountRank: rank } = this.#frame;
    const claims = accountClaims(one, { source, converterHash, rank });
    const managersUnsaid = unsaid.includes("managerRef");
    return {
      key: sourceKey(source, one.nativeId),
      hash: claims.hash,
      row: { claims, managersUnsaid },
    };
  }

  #members({ teamId, memberIds, removedIds }: MembersObservation): Kept<ReadMembership>[] {
    const row = (accountId: string, ended: boolean): Kept<ReadMembership> => {
      const { source } = this.#frame;
      const accountKey = sourceKey(source, accountId);
      const teamKey = sourceKey(source, teamId);
      const key = `${accountKey}|${teamKey}`;
      const part = partName(source, partOf(key));
      return {
        key,
        hash: contentHash(ended ? [key, "ended"] : key),
        row: { key, accountKey, accountId, teamKey, teamId, part, ended },
      };
    };
    return [...memberIds.map((id) => row(id, false)), ...removedIds.map((id) => row(id, true))];
  }

  #quarantine(quarantined: readonly Quarantined[]): Kept<never>[] {
    this.quarantined.push(...quarantined.slice(0, SHOWN_PROBLEMS - this.quarantined.length));
    this.#quarantinedCount += quarantined.length;
    return quarantined.flatMap(({ recordId, rawHash, keyMissing, workerId }) => {
      if (keyMissing === true) this.gauge.record(false);
      if (workerId !== undefined) this.doubted.add(sourceKey(this.#frame.source, workerId));
      if (recordId === null) {
        this.#anonymous = true;
        return [];
      }
      const key = sourceKey(this.#frame.source, recordId);
      return { key, hash: contentHash([key, rawHash, NO_CONTENT]), row: null };
    });
  }
}

function kept(row: ReadEmployment): Kept<ReadEmployment> {
  return { key: row.claims.key, hash: row.claims.hash, row };
}
