import type { ServerStatus } from "../../services/services.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { capitalised, listed } from "./text.js";

interface StartedServer {
  readonly address: string;
  readonly how: string;
  readonly why: string;
}

export function startedText(
  view: { readonly neo4j: StartedServer; readonly redis: StartedServer; readonly started: boolean },
  look: Look,
): string {
  const rows = [row("Neo4j", view.neo4j), row("Redis", view.redis)];
  const end = view.started ? "To stop them: countersign services down" : "Both ran already.";
  return `${table(rows, look)}\n${end}`;
}

function row(name: string, server: StartedServer): string[] {
  return [name, server.address, `${server.how}: ${server.why}`];
}

export function statusText(
  status: { readonly neo4j: ServerStatus; readonly redis: ServerStatus },
  look: Look,
): string {
  const rows = [statusRow("Neo4j", status.neo4j, look), statusRow("Redis", status.redis, look)];
  const isDown = [status.neo4j, status.redis].some((server) => server.how === null);
  return isDown
    ? `${table(rows, look)}\nTo start what does not run: countersign services up`
    : table(rows, look);
}

function statusRow(name: string, server: ServerStatus, look: Look): string[] {
  if (server.how === null) return [name, "-", look.colours.yellow("does not run")];
  const pid = server.pid === null ? "" : `, process ${server.pid}`;
  const state =
    server.problem === null
      ? look.colours.green("answers")
      : look.colours.red(`does not answer: ${server.problem}`);
  return [name, server.address ?? "-", `${state} (${server.how}${pid})`];
}

export function stoppedText(view: {
  readonly stopped: readonly string[];
  readonly removedData: boolean;
}): string {
  const names = view.stopped.map((name) => (name === "neo4j" ? "Neo4j" : capitalised(name)));
  const what =
    names.length === 0 ? "Nothing ran that was started here." : `Stopped ${listed(names)}.`;
  return view.removedData ? `${what} Their data is deleted.` : what;
}
