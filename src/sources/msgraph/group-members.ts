import { batchesOf } from "../../platform/batches.js";
import { refersToLogin } from "./convert.js";
import { readMembers } from "./group-reader.js";
import { MemberPairs } from "./member-pairs.js";
import { remark } from "./read-state.js";
import type { Run } from "./run.js";
import { envelope, isRemoved, reference, type GraphGroup } from "./schema.js";
import type { Telling } from "./telling.js";

/** Members in one observation. */
const CHUNK = 1_000;
/** Groups that are named as not read completely; with more of them no membership is certified. */
const UNREAD = 1_000;
/** Members that the next read may ask for again; with more of them it reads everything. */
const RECHECKS = 5_000;

const HIDDEN_ROLE = "Member.Read.Hidden";

/**
 * Who belongs to which group. A full read only adds: whom it tells as gone, the next read settles. A
 * round of changes tells who came and who went, all of it at its end: a round that turns into a full
 * read must not have told a removal before.
 */
export class GroupMembers {
  readonly #run: Run;
  readonly #pairs = new MemberPairs();
  #rechecks = 0;

  constructor(run: Run, rechecks: Readonly<Record<string, readonly string[]>>) {
    this.#run = run;
    for (const [groupId, memberIds] of Object.entries(rechecks)) {
      for (const id of memberIds) this.#pairs.note(groupId, id, "both");
    }
  }

  /** A round of changes that is too large to be settled. */
  get isOverfull(): boolean {
    return this.#run.state.groups.basis === "changes" && this.#pairs.isOverfull;
  }

  /** The memberships that the entries of one page name. */
  tell(raws: readonly unknown[], telling: Telling): void {
    for (const raw of raws) {
      const read = envelope.safeParse(raw);
      const members = read.success ? read.data["members@delta"] : null;
      if (!read.success || !Array.isArray(members)) continue;
      this.#tellGroup(read.data.id, members, telling);
    }
  }

  /** A group was told as a team: a full read says of each that it is known who belongs to it. */
  seen(group: GraphGroup, telling: Telling): void {
    if (this.#run.state.groups.basis !== "sweep") return;
    if (group.visibility === "HiddenMembership" && !this.#seesHidden()) {
      this.#unread(group.id);
      remark(
        this.#run.state,
        `Members of groups with hidden membership are not shown to the app, so nothing follows from not seeing them: grant ${HIDDEN_ROLE}.`,
      );
      return;
    }
    telling.add({ kind: "members", teamId: group.id, memberIds: [], removedIds: [] });
  }

  /** Asked for again by the next read; a group without members is only looked at itself. */
  again(groupId: string, memberIds: readonly string[]): void {
    const { groups } = this.#run.state;
    this.#rechecks += memberIds.length + 1;
    if (this.#rechecks > RECHECKS) groups.sweepNext = true;
    else groups.recheck[groupId] = [...(groups.recheck[groupId] ?? []), ...memberIds];
  }

  /** At the end of a round of changes: who came and who went, and what groups say that were told both. */
  async settle(telling: Telling): Promise<void> {
    for (const { groupId: teamId, came, went, both } of this.#pairs.groups()) {
      const members = both.length === 0 ? null : await readMembers(this.#run, teamId);
      const here = (id: string): boolean => members?.ids.includes(id) === true;
      // Of a group that is gone nothing more is said than that.
      const gone = members?.isWhole === true ? both.filter((id) => !here(id)) : [];
      if (members?.isWhole === false) this.#unreadable(teamId);
      this.#add(
        {
          teamId,
          memberIds: [...came, ...both.filter(here)],
          removedIds: [...went, ...gone],
        },
        telling,
      );
    }
  }

  #tellGroup(teamId: string, raws: readonly unknown[], telling: Telling): void {
    const { groups } = this.#run.state;
    const came = new Set<string>();
    const went = new Set<string>();
    for (const raw of raws) {
      const found = reference.safeParse(raw);
      if (!found.success) this.#unreadable(teamId);
      else if (!refersToLogin(found.data)) continue;
      // Of one id the last word on a page counts; words on other pages are settled at the end.
      else if (isRemoved(found.data)) move(found.data.id, { from: came, to: went });
      else move(found.data.id, { from: went, to: came });
    }
    groups.related += came.size + went.size;
    if (groups.basis === "sweep") {
      this.#add({ teamId, memberIds: [...came], removedIds: [] }, telling);
      if (went.size > 0) this.again(teamId, [...went]);
      return;
    }
    for (const id of came) this.#pairs.note(teamId, id, "in");
    for (const id of went) this.#pairs.note(teamId, id, "out");
  }

  #add(
    told: {
      readonly teamId: string;
      readonly memberIds: readonly string[];
      readonly removedIds: readonly string[];
    },
    telling: Telling,
  ): void {
    const { teamId } = told;
    for (const memberIds of batchesOf(told.memberIds, CHUNK)) {
      telling.add({ kind: "members", teamId, memberIds, removedIds: [] });
    }
    for (const removedIds of batchesOf(told.removedIds, CHUNK)) {
      telling.add({ kind: "members", teamId, memberIds: [], removedIds });
    }
  }

  /** A reference that cannot be read may be a member who is there (F12). */
  #unreadable(groupId: string): void {
    const { groups } = this.#run.state;
    if (groups.basis === "changes") groups.sweepNext = true;
    this.#unread(groupId);
  }

  #unread(groupId: string): void {
    const { unread } = this.#run.state.groups;
    if (unread.length <= UNREAD && !unread.includes(groupId)) unread.push(groupId);
  }

  #seesHidden(): boolean {
    return this.#run.client.tokens.roles?.includes(HIDDEN_ROLE) === true;
  }
}

/** More unread groups than are named: membership as a whole is not certified. */
export function isUnreadOverfull(unread: readonly string[]): boolean {
  return unread.length > UNREAD;
}

function move(id: string, between: { readonly from: Set<string>; readonly to: Set<string> }): void {
  between.from.delete(id);
  between.to.add(id);
}
