import type { MembersObservation, SourcePage } from "../port.js";
import { SourceRefused } from "../remote/errors.js";
import type { Ask } from "./client.js";
import { START, type Walk } from "./cursor.js";
import { type CallFailure, isCallFailure, isPassing } from "./errors.js";
import type { SweepProgress } from "./progress.js";
import { identifiedSchema } from "./schema.js";
import { type ReadFrame, groupsAsk } from "./stages.js";
import { walk } from "./walk.js";

/** Members on a page; Okta's recommendation. */
const MEMBERS = 200;
/** Members after which a page is told; else one is for each page of groups. */
const PAGE_MEMBERS = 1_000;
/** Groups that may fail before the whole stage does: a read is not a list of failures. */
const FAILED_GROUPS = 200;
/** Failures in a row of a kind that will go on: the service is down, not the group. */
const PASSING_IN_A_ROW = 3;

/**
 * Members of all groups. The groups are listed again, so that memory does not grow with their number;
 * one that fails is uncertified by itself. A group without members is told too: it was read, and is empty.
 */
export async function* readMembers(
  frame: ReadFrame,
  progress: SweepProgress,
): AsyncGenerator<SourcePage> {
  const reader = new MembersReader(frame, progress);
  const ask = groupsAsk(frame);
  try {
    while (progress.state.stage === "members") {
      const page = await walk(progress.state.walk, (after) => frame.client.list(ask, after));
      if (page.restarted) progress.restart();
      yield* reader.groups(page.items);
      progress.goOn(page.next);
      yield* reader.told();
    }
  } catch (error) {
    if (isCallFailure(error)) yield* reader.told();
    throw error;
  }
}

class MembersReader {
  readonly #frame: ReadFrame;
  readonly #progress: SweepProgress;
  #pending: MembersObservation[] = [];
  #pendingMembers = 0;
  #inARow = 0;

  constructor(frame: ReadFrame, progress: SweepProgress) {
    this.#frame = frame;
    this.#progress = progress;
  }

  /** The groups of a page, from the one on that is noted. */
  async *groups(items: readonly unknown[]): AsyncGenerator<SourcePage> {
    const ids = items.flatMap((item) => identifiedSchema.safeParse(item).data?.id ?? []);
    if (ids.length < items.length) {
      this.#progress.spoil("members", "the list of groups has one without a readable id");
    }
    const noted = this.#progress.state.group;
    // A group that is not there any more is no place: the page is told from its beginning.
    const first = Math.max(0, noted === null ? 0 : ids.indexOf(noted.id));
    for (const [index, id] of ids.entries()) {
      if (index < first) continue;
      yield* this.#group(id);
      const next = ids[index + 1];
      if (next !== undefined) this.#progress.goOnIn({ id: next, walk: START });
    }
  }

  /** What was read and not told yet, as a page. */
  *told(): Generator<SourcePage> {
    if (this.#pending.length === 0) return;
    const observations = this.#pending;
    this.#pending = [];
    this.#pendingMembers = 0;
    const resume = this.#progress.resume();
    yield { kind: "page", observations, quarantined: [], progress: null, resume };
  }

  async *#group(id: string): AsyncGenerator<SourcePage> {
    try {
      yield* this.#members(id);
      this.#inARow = 0;
    } catch (error) {
      if (!isCallFailure(error)) throw error;
      this.#fail(id, error);
    }
  }

  async *#members(id: string): AsyncGenerator<SourcePage> {
    const { client, signal } = this.#frame;
    const ask: Ask = {
      endpoint: "GET /api/v1/groups/{id}/users",
      call: (okta, at) => okta.groups.listGroupUsers({ groupId: id, limit: MEMBERS, ...at }),
      signal,
    };
    const noted = this.#progress.state.group;
    let at: Walk | null = noted !== null && noted.id === id ? noted.walk : START;
    while (at !== null) {
      const page = await walk(at, (after) => client.list(ask, after));
      this.#tell(id, this.#idsOf(page.items));
      at = page.next;
      if (at === null) return;
      this.#progress.goOnIn({ id, walk: at });
      if (this.#pendingMembers >= PAGE_MEMBERS) yield* this.told();
    }
  }

  #idsOf(items: readonly unknown[]): string[] {
    const ids = items.flatMap((item) => identifiedSchema.safeParse(item).data?.id ?? []);
    if (ids.length < items.length) {
      // Whom it leaves out is not known, so that nobody may be concluded to have gone from any group.
      this.#progress.spoil("members", "a list of members has one without a readable id");
    }
    return ids;
  }

  #tell(teamId: string, memberIds: readonly string[]): void {
    this.#progress.count("members", memberIds.length);
    this.#pending.push({ kind: "members", teamId, memberIds, removedIds: [] });
    this.#pendingMembers += memberIds.length;
  }

  /** @throws the failure when the stage as a whole fails by it */
  #fail(id: string, failure: CallFailure): void {
    this.#inARow = isPassing(failure) ? this.#inARow + 1 : 0;
    const { failedGroups } = this.#progress.state;
    // Nobody may read members: a credential that ended, or a permission that is missing.
    const signedOut = failure instanceof SourceRefused && failure.status === 401;
    const many = failedGroups.length >= FAILED_GROUPS || this.#inARow >= PASSING_IN_A_ROW;
    if (many || signedOut) throw failure;
    this.#progress.failGroup(id, failure);
  }
}
