import { SourceRefused } from "../remote/errors.js";
import { Trail } from "../remote/trail.js";
import { beginAnew, type RoundState } from "./read-state.js";
import { linkAfter, setMark, type Run } from "./run.js";
import { deltaPage, type GraphPage } from "./schema.js";

export interface DeltaScope {
  readonly state: RoundState;
  readonly endpoint: string;
  /** The delta link that the last read ended with; null: this is a full read. */
  readonly known: string | null;
  /** The first request of a full read. */
  readonly initial: (level: number) => string;
  /** How many levels of asking there are. */
  readonly levels: number;
}

/** One page of a round. */
export interface TurnedPage {
  readonly entries: readonly unknown[];
  /** To be called when the page is told. */
  readonly commit: () => void;
  /** Gives the round up: the next page is the first one of a full read. */
  readonly abandon: () => void;
}

/**
 * The pages of a delta round to its end. A place that the directory has forgotten (410,
 * `syncStateNotFound`, or a stored link that it does not take) begins a full read, once (F7).
 *
 * In a round of changes `commit` moves no mark: what a page means may depend on a later one, so an
 * interrupted round is read again from its start.
 *
 * @throws SourceRefused for a next link that is refused (F4), and what `GraphClient.get` throws
 */
export async function* deltaPages(run: Run, scope: DeltaScope): AsyncGenerator<TurnedPage> {
  const { state } = scope;
  let link = state.link ?? (state.basis === "changes" ? scope.known : null);
  let isStored = link !== null;
  let trail = new Trail();
  for (;;) {
    const asked: string = link ?? scope.initial(state.level);
    const page = await turned(run, scope, { asked, isFirst: link === null, isStored });
    isStored = false;
    if (page === null) {
      link = null;
      trail = new Trail();
      continue;
    }
    const next = linkAfter({ client: run.client, ...scope, trail }, asked, page["@odata.nextLink"]);
    const delta = linkAfter({ client: run.client, ...scope }, "", page["@odata.deltaLink"]);
    let isAbandoned = false;
    yield {
      entries: page.value,
      commit: () => {
        if (isAbandoned) return;
        state.link = next;
        state.deltaLink = delta;
        run.state.ended = next === null;
        if (state.basis === "sweep") setMark(run);
      },
      abandon: () => {
        isAbandoned = true;
        beginAnew(state);
      },
    };
    if (!isAbandoned && next === null) return;
    link = isAbandoned ? null : next;
    if (isAbandoned) trail = new Trail();
  }
}

/** Null: the round begins (again) with the first request of a full read. */
async function turned(
  run: Run,
  scope: DeltaScope,
  ask: { readonly asked: string; readonly isFirst: boolean; readonly isStored: boolean },
): Promise<GraphPage | null> {
  const { state, endpoint } = scope;
  const { signal } = run.request;
  try {
    const answer = await run.client.get({ link: ask.asked, endpoint, shape: deltaPage, signal });
    return answer.body;
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    if (ask.isFirst && error.status === 400 && state.level + 1 < scope.levels) {
      state.level += 1;
      return null;
    }
    if (ask.isFirst || state.restarted || !isForgotten(error, ask.isStored)) throw error;
    beginAnew(state);
    return null;
  }
}

const FORGOTTEN = /^(syncstate|resync)/i;

/** Whether the directory does not know the place any more, rather than not letting us read. */
function isForgotten(error: SourceRefused, isStored: boolean): boolean {
  if (error.status === 410 || FORGOTTEN.test(error.vendorCode ?? "")) return true;
  return isStored && (error.status === 400 || error.status === 404);
}
