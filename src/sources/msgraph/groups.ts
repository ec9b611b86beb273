import type { SourcePage, UnsaidField } from "../port.js";
import { GROUP_ASKS } from "./asks.js";
import { concurrently } from "./concurrently.js";
import { convertGroup } from "./convert.js";
import { deltaPages, type TurnedPage } from "./delta-pages.js";
import { believe } from "./doubt.js";
import { byObject, RoundMemory, weigh, type Evidence } from "./evidence.js";
import { readGroup, readOwners } from "./group-reader.js";
import { GroupMembers } from "./group-members.js";
import { readable } from "./readable.js";
import type { Run } from "./run.js";
import { groupSchema, type GraphGroup } from "./schema.js";
import { Telling } from "./telling.js";

/** Groups with their members and owners, as the delta query and point reads tell them. */
export async function* readGroups(run: Run): AsyncGenerator<SourcePage> {
  const { state, cursor, asks } = run;
  const stage = new GroupStage(run);
  const pages = deltaPages(run, {
    state: state.groups,
    endpoint: "GET /groups/delta",
    known: cursor.groups?.link ?? null,
    initial: (level) => asks.groups(level),
    levels: GROUP_ASKS.length,
  });
  for await (const page of pages) yield* stage.turn(page);
  yield* stage.settle();
}

/** Of several pages with one group its owners are read once: a group in several pieces stands together. */
const RECENT = 1_000;

class GroupStage {
  readonly #run: Run;
  readonly #memory: RoundMemory;
  readonly #members: GroupMembers;
  readonly #recent = new Set<string>();

  constructor(run: Run) {
    this.#run = run;
    const rechecks = run.cursor.groups?.recheck ?? {};
    this.#memory = new RoundMemory(Object.keys(rechecks));
    this.#members = new GroupMembers(run, rechecks);
    if (run.state.groups.last !== null) this.#recent.add(run.state.groups.last);
  }

  async *turn(page: TurnedPage): AsyncGenerator<SourcePage> {
    const telling = new Telling();
    const asked: [string, Evidence][] = [];
    const told: GraphGroup[] = [];
    const isSweep = this.#run.state.groups.basis === "sweep";
    const entries = readable(page.entries, {
      what: "groups",
      schema: groupSchema,
      run: this.#run,
      telling,
    });
    for (const [id, object] of byObject(entries)) {
      const wasRemoved = object.removed !== "none" || this.#memory.isRemoved(id);
      const evidence = this.#memory.take(id, object);
      const whole = object.puts.find((entry) => "displayName" in entry);
      const plain = !wasRemoved && (isSweep || !evidence.before) && !evidence.recheck;
      if (plain && whole !== undefined) this.#believe(whole, { telling, told });
      // Of a full read's group in pieces only its members are news.
      else if (!plain || !this.#recent.has(id)) asked.push([id, evidence]);
    }
    await this.#ask(asked, { telling, told });
    await this.#tellTeams(told, telling);
    this.#members.tell(page.entries, telling);
    if (this.#members.isOverfull) page.abandon();
    yield* telling.pages(this.#run, page.commit);
  }

  /** At the end of a round of changes: what the last one left open, and all memberships. */
  async *settle(): AsyncGenerator<SourcePage> {
    if (this.#run.state.groups.basis === "sweep") return;
    const telling = new Telling();
    const missed = [...this.#memory.unseen()];
    const told: GraphGroup[] = [];
    await this.#ask(
      missed.map((id) => [id, this.#memory.take(id, { puts: [], removed: "none" })]),
      { telling, told },
    );
    await this.#tellTeams(told, telling);
    await this.#members.settle(telling);
    yield* telling.pages(this.#run, () => undefined);
  }

  async #ask(
    asked: readonly (readonly [string, Evidence])[],
    out: { readonly telling: Telling; readonly told: GraphGroup[] },
  ): Promise<void> {
    const verdicts = await concurrently(asked, async ([id, evidence]) => ({
      id,
      verdict: weigh(evidence, await readGroup(this.#run, id)),
    }));
    for (const { id, verdict } of verdicts) {
      if (verdict.again) this.#members.again(id, []);
      if (verdict.tell === "gone") {
        this.#run.state.groups.count += 1;
        out.telling.add({ kind: "removed", of: "team", nativeId: id });
      } else if (verdict.tell === "live") {
        this.#believe(verdict.raw, out);
      }
    }
  }

  #believe(raw: unknown, out: { readonly telling: Telling; readonly told: GraphGroup[] }): void {
    const read = believe(raw, groupSchema, { source: this.#run.config.id, what: "groups" });
    if (read.kind === "good") {
      out.told.push(read.good);
      return;
    }
    this.#run.state.groups.count += 1;
    out.telling.quarantine(read.quarantined);
  }

  async #tellTeams(groups: readonly GraphGroup[], telling: Telling): Promise<void> {
    const { config, state } = this.#run;
    const fresh = groups.filter(({ id }) => !this.#recent.has(id));
    const owners = await concurrently(fresh, ({ id }) => readOwners(this.#run, id));
    state.groups.count += fresh.length;
    fresh.forEach((group, at) => {
      const ownerIds = owners[at] ?? null;
      const unsaid: UnsaidField[] = ownerIds === null ? ["headRef", "deputyRefs"] : [];
      const team = convertGroup(group, { source: config.id, ownerIds: ownerIds ?? [] });
      telling.add(team, unsaid);
      this.#members.seen(group, telling);
      this.#remember(group.id);
    });
  }

  #remember(id: string): void {
    if (this.#run.state.groups.basis === "changes") return;
    this.#run.state.groups.last = id;
    this.#recent.add(id);
    const [oldest] = this.#recent;
    if (this.#recent.size > RECENT && oldest !== undefined) this.#recent.delete(oldest);
  }
}
