import type { AccountClaims } from "../graph/queries/identity.js";
import type { MembershipRow } from "../graph/queries/memberships.js";
import { contentHash } from "../platform/ids.js";
import type { SourceRanks } from "../platform/ranks.js";
import type {
  AccountObservation,
  MembersObservation,
  Quarantined,
  UnsaidField,
} from "../sources/port.js";
import { accountClaims } from "./account-change.js";
import {
  type ClaimFrame,
  type ReadEmployment,
  readEmployment,
  sourceKey,
} from "./employment-change.js";
import type { LoggedPage, PageLog } from "./page-log.js";
import { type Kept, Partitions, partName, partOf } from "./partitions.js";
import type { SourceDigests } from "./read-options.js";

/** A login as it was read, with what its page left unsaid. */
export interface ReadAccount {
  readonly claims: AccountClaims;
  readonly managersUnsaid: boolean;
}

/** A membership that was told, or told to have ended. */
export interface ReadMembership extends MembershipRow {
  readonly ended: boolean;
}

/** What the claims of a source's records rest on besides what it told. */
export interface CollectFrame extends ClaimFrame {
  readonly ranks: SourceRanks;
}

/** Stands for the content of a record that could not be believed. */
const NO_CONTENT = "0".repeat(32);

/** People, logins and memberships of a read, in parts on disk, each to be compared on its own. */
export class Cut {
  readonly employments: Partitions<ReadEmployment>;
  readonly accounts: Partitions<ReadAccount>;
  readonly memberships: Partitions<ReadMembership>;
  /** Keys of teams of which the read said who belongs to them; teams are few. */
  readonly membersTold = new Set<string>();
  readonly #frame: CollectFrame;

  constructor(folder: string, frame: CollectFrame) {
    this.#frame = frame;
    this.employments = new Partitions(folder);
    this.accounts = new Partitions(folder);
    this.memberships = new Partitions(folder);
  }

  async addAll(log: PageLog): Promise<void> {
    for await (const page of log.pages()) await this.#add(page);
  }

  digests(): Omit<SourceDigests, "whole"> {
    return {
      employments: this.employments.digests(),
      accounts: this.accounts.digests(),
      memberships: this.memberships.digests(),
    };
  }

  async discard(): Promise<void> {
    await this.employments.discard();
    await this.accounts.discard();
    await this.memberships.discard();
  }

  async #add({ observations, quarantined, unsaid = [] }: LoggedPage): Promise<void> {
    const employments: Kept<ReadEmployment>[] = [];
    const accounts: Kept<ReadAccount>[] = [];
    const memberships: Kept<ReadMembership>[] = [];
    for (const one of observations) {
      if (one.kind === "employment") {
        const row = readEmployment(one, this.#frame, unsaid);
        employments.push({ key: row.claims.key, hash: row.claims.hash, row });
      } else if (one.kind === "account") accounts.push(this.#account(one, unsaid));
      else if (one.kind === "members") memberships.push(...this.#members(one));
    }
    const unbelieved = quarantined.flatMap((one) => this.#unbelieved(one));
    await this.employments.add([...employments, ...unbelieved]);
    await this.accounts.add([...accounts, ...unbelieved]);
    await this.memberships.add(memberships);
  }

  #account(one: AccountObservation, unsaid: readonly UnsaidField[]): Kept<ReadAccount> {
    const claims = accountClaims(one, this.#frame);
    const managersUnsaid = unsaid.includes("managerRef");
    return {
      key: sourceKey(claims.source, one.nativeId),
      hash: claims.hash,
      row: { claims, managersUnsaid },
    };
  }

  #members({ teamId, memberIds, removedIds }: MembersObservation): Kept<ReadMembership>[] {
    this.membersTold.add(sourceKey(this.#frame.source, teamId));
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

  #unbelieved({ recordId, rawHash }: Quarantined): Kept<never>[] {
    if (recordId === null) return [];
    const key = sourceKey(this.#frame.source, recordId);
    return [{ key, hash: contentHash([key, rawHash, NO_CONTENT]), row: null }];
  }
}
