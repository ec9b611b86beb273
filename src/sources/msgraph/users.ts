import type { Quarantined, SourcePage, UnsaidField } from "../port.js";
import { USER_ASKS } from "./asks.js";
import { concurrently } from "./concurrently.js";
import { convertUser, purgedAccount } from "./convert-user.js";
import { deltaPages } from "./delta-pages.js";
import { believe } from "./doubt.js";
import { byObject, RoundMemory, weigh, type Entry, type Evidence } from "./evidence.js";
import { readable } from "./readable.js";
import type { Run } from "./run.js";
import { userSchema } from "./schema.js";
import { loadLastSignIns } from "./sign-ins.js";
import { Telling } from "./telling.js";
import { UserReader } from "./user-reader.js";

/** Objects of one read that the next one may ask for again; with more of them it reads everything. */
const RECHECKS = 1_000;

/**
 * Users, as the delta query tells them. A full read believes whole entries as they come; in a round of
 * changes every user it touches is asked for by id, because an entry leaves out what did not change.
 */
export async function* readUsers(run: Run): AsyncGenerator<SourcePage> {
  const { state, cursor, asks } = run;
  const stage = new UserStage(run);
  if (state.users.basis === "changes") yield* stage.rechecks(cursor.users?.recheck ?? []);
  const pages = deltaPages(run, {
    state: state.users,
    endpoint: "GET /users/delta",
    known: cursor.users?.link ?? null,
    initial: (level) => asks.users(level),
    levels: USER_ASKS.length,
  });
  for await (const page of pages) {
    const telling = await stage.tell(page.entries);
    yield* telling.pages(run, page.commit);
  }
}

class UserStage {
  readonly #run: Run;
  readonly #reader: UserReader;
  readonly #memory: RoundMemory;

  constructor(run: Run) {
    this.#run = run;
    const { client, asks, state, config } = run;
    const { level } = state.users;
    this.#reader = new UserReader({ client, asks, level, signIns: config.signIns });
    this.#memory = new RoundMemory(run.cursor.users?.recheck ?? []);
  }

  /** What the last read could not settle is asked for again. */
  async *rechecks(ids: readonly string[]): AsyncGenerator<SourcePage> {
    if (ids.length === 0) return;
    this.#run.state.users.count += ids.length;
    const telling = new Telling();
    const asked = ids.map((id): [string, Evidence] => [
      id,
      this.#memory.take(id, { puts: [], removed: "none" }),
    ]);
    await this.#ask(asked, telling);
    yield* telling.pages(this.#run, () => undefined);
  }

  async tell(raws: readonly unknown[]): Promise<Telling> {
    const { state } = this.#run;
    const telling = new Telling();
    const isSweep = state.users.basis === "sweep";
    if (isSweep) this.#run.lastSignIns ??= await loadLastSignIns(this.#run);
    const asked: [string, Evidence][] = [];
    const entries = readable(raws, { what: "users", schema: userSchema, run: this.#run, telling });
    for (const [id, object] of byObject(entries)) {
      state.users.count += 1;
      const [only] = object.puts;
      const plain = isSweep && object.removed === "none" && !this.#memory.isRemoved(id);
      if (plain && object.puts.length === 1 && only !== undefined && isWhole(only)) {
        this.#live(only, { telling, unsaid: this.#managersUnsaid() });
      } else {
        asked.push([id, this.#memory.take(id, object)]);
      }
    }
    await this.#ask(asked, telling);
    return telling;
  }

  /** Asks for each by id, a few at a time, and tells what follows in the order given. */
  async #ask(asked: readonly (readonly [string, Evidence])[], telling: Telling): Promise<void> {
    const { request, config } = this.#run;
    const answers = await concurrently(asked, async ([id, evidence]) => {
      const fresh = await this.#reader.read(id, request.signal);
      const unsaid: UnsaidField[] = fresh.kind === "live" && fresh.unsaid ? ["managerRef"] : [];
      return { id, verdict: weigh(evidence, fresh), unsaid };
    });
    for (const { id, verdict, unsaid } of answers) {
      if (verdict.again) this.#again(id);
      switch (verdict.tell) {
        case "live":
          this.#live(verdict.raw, { telling, unsaid });
          break;
        case "deleted":
          this.#deleted(verdict.raw, telling);
          break;
        case "gone":
          telling.add(purgedAccount(config.id, id), ["managerRef"]);
          break;
        case "nothing":
          break;
      }
    }
  }

  #live(
    raw: unknown,
    how: { readonly telling: Telling; readonly unsaid: readonly UnsaidField[] },
  ): void {
    const account = this.#converted(raw, false);
    if (account.kind === "bad") {
      how.telling.quarantine(account.quarantined);
      return;
    }
    if (account.good.manager !== null) this.#run.state.users.related += 1;
    how.telling.add(account.good, how.unsaid);
  }

  /** The directory drops the link to the manager with the user; that is no news about the manager (L8). */
  #deleted(raw: unknown, telling: Telling): void {
    const account = this.#converted(raw, true);
    if (account.kind === "bad") telling.quarantine(account.quarantined);
    else telling.add(account.good, ["managerRef"]);
  }

  #converted(
    raw: unknown,
    deleted: boolean,
  ):
    | { readonly kind: "good"; readonly good: ReturnType<typeof convertUser>["account"] }
    | { readonly kind: "bad"; readonly quarantined: Quarantined } {
    const { mapping, request, state, config, lastSignIns } = this.#run;
    const read = believe(raw, userSchema, { source: config.id, what: "users" });
    if (read.kind === "bad") return read;
    const lastSignIn = lastSignIns?.get(read.good.id) ?? null;
    const { account, doubtful } = convertUser(read.good, {
      mapping,
      at: request.at,
      deleted,
      lastSignIn,
    });
    state.doubtful += doubtful.length;
    return { kind: "good", good: account };
  }

  #managersUnsaid(): readonly UnsaidField[] {
    const { level } = this.#run.state.users;
    return USER_ASKS[level]?.managers === true ? [] : ["managerRef"];
  }

  #again(id: string): void {
    const { users } = this.#run.state;
    if (users.recheck.includes(id)) return;
    if (users.recheck.length < RECHECKS) users.recheck.push(id);
    else users.sweepNext = true;
  }
}

/** Every user has these; an entry without them tells only what changed. */
function isWhole(entry: Entry): boolean {
  return "accountEnabled" in entry && "userPrincipalName" in entry;
}
