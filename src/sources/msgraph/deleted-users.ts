import type { SourcePage } from "../port.js";
import { convertUser } from "./convert-user.js";
import { believe } from "./doubt.js";
import { listPages, setMark, type Run } from "./run.js";
import { userSchema } from "./schema.js";
import { Telling } from "./telling.js";

/** Users who are soft-deleted: a full delta round leaves them out (L16). */
export async function* readDeletedUsers(run: Run): AsyncGenerator<SourcePage> {
  const { state, asks, client } = run;
  const { level } = state.users;
  const link = state.users.link ?? asks.deletedUsers(level);
  const endpoint = "GET /directory/deletedItems/microsoft.graph.user";
  const ground = { mapping: run.mapping, at: run.request.at, deleted: true, lastSignIn: null };
  for await (const page of listPages({ client, link, endpoint, signal: run.request.signal })) {
    const telling = new Telling();
    for (const raw of page.records) {
      state.users.count += 1;
      const read = believe(raw, userSchema, { source: run.config.id, what: "deletedItems" });
      if (read.kind === "bad") telling.quarantine(read.quarantined);
      else telling.add(convertUser(read.good, ground).account, ["managerRef"]);
    }
    yield* telling.pages(run, () => {
      state.users.link = page.next;
      state.ended = page.next === null;
      setMark(run);
    });
  }
}
