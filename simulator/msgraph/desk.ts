import type { Instant } from "../../src/domain/time.js";
import type { Directory } from "../directory/directory.js";
import { readDeltaToken, writeDeltaToken, type DeltaState } from "./delta-token.js";
import { groupsRound, TRACKED, userEntry, usersRound, type Round } from "./delta.js";
import { GROUP_PROPERTIES, USER_PROPERTIES, type Entity } from "./entities.js";
import { badRequest } from "./graph-fault.js";
import { History } from "./history.js";
import { pagesOf, PageStore, type Item, type Pages, type TurnedPage } from "./pages.js";
import { readQuery, refuseUnknown, type ODataQuery } from "./query.js";

export interface DeskOptions {
  readonly directory: Directory;
  readonly tenantId: string;
  readonly now: () => Instant;
  readonly pageSize: number;
  readonly journal: boolean;
  readonly arrange: (pages: Pages) => Pages;
  /** `http://127.0.0.1:port` */
  readonly url: () => string;
}

/** Value of `$deltatoken` that asks for a token alone, without what there is. */
const FROM_NOW = "latest";
const PROPERTIES = { users: USER_PROPERTIES, groups: GROUP_PROPERTIES };

/** What the operations share: the directory, and the pages and delta tokens that are under way. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #pages = new PageStore();
  readonly #history: History;
  #generation = 0;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#history = new History(options.directory);
  }

  get directory(): Directory {
    return this.#options.directory;
  }

  get tenantId(): string {
    return this.#options.tenantId;
  }

  /** Every delta token so far is answered with 410 from now on, and so are pages under way with 400. */
  expireDeltaTokens(): void {
    this.#generation += 1;
    this.#pages.forget();
  }

  /** A page of an ordinary list. The next link repeats what was asked for, as Graph's does. */
  page(path: string, query: ODataQuery, items: () => readonly Item[]): Entity {
    const size = query.top ?? this.#options.pageSize;
    const turned =
      query.skiptoken === null
        ? this.#pages.open({ pages: pagesOf(items(), size), show: () => null, deltatoken: null })
        : this.#pages.turn(query.skiptoken);
    const asked = [
      ...(query.select === null ? [] : [`$select=${query.select.join(",")}`]),
      ...(query.top === null ? [] : [`$top=${query.top}`]),
    ];
    return this.#answer(path, turned, asked);
  }

  /** One page of a delta query: the initial round, a round of changes, or the next page of either. */
  delta(of: DeltaState["of"], raw: unknown): Entity {
    const query = readQuery(raw, ["$select", "$skiptoken", "$deltatoken"]);
    this.#history.catchUp();
    const path = `/${of}/delta`;
    if (query.skiptoken !== null) return this.#answer(path, this.#pages.turn(query.skiptoken), []);
    const round = this.#round(of, query, path);
    const state: DeltaState = {
      of,
      select: round.select,
      sequence: this.directory.log.length,
      issuedAt: this.#options.now(),
      generation: this.#generation,
    };
    const isFromNow = query.deltatoken === FROM_NOW;
    const told = of === "users" ? usersRound : groupsRound;
    const turned = this.#pages.open({
      pages: isFromNow ? [] : this.#options.arrange(told(round)),
      show: (id) => userEntry(round, id),
      deltatoken: writeDeltaToken(state),
    });
    return this.#answer(path, turned, []);
  }

  #round(of: DeltaState["of"], query: ODataQuery, path: string): Round {
    const { directory, pageSize, journal, now, url } = this.#options;
    const shared = { directory, pageSize, journal, history: this.#history };
    if (query.deltatoken === null || query.deltatoken === FROM_NOW) {
      // Sign-ins are kept outside of the directory, and no change of theirs is tracked.
      const known = PROPERTIES[of].filter((name) => name !== "signInActivity");
      refuseUnknown(query.select, [...known, ...TRACKED[of]]);
      return { ...shared, select: query.select, since: null };
    }
    if (query.select !== null) throw badRequest("$select is part of the token.");
    const restartAt = `${url()}/v1.0${path}?$deltatoken=`;
    const state = readDeltaToken(query.deltatoken, {
      at: now(),
      generation: this.#generation,
      restartAt,
    });
    if (state.of !== of) throw badRequest("The token is of another collection.");
    return { ...shared, select: state.select, since: state.sequence };
  }

  #answer(path: string, turned: TurnedPage, asked: readonly string[]): Entity {
    const base = `${this.#options.url()}/v1.0`;
    const link = (token: string): string => `${base}${path}?${[...asked, token].join("&")}`;
    return {
      "@odata.context": `${base}/$metadata#${path.slice(1)}`,
      ...(turned.skiptoken === null
        ? {}
        : { "@odata.nextLink": link(`$skiptoken=${turned.skiptoken}`) }),
      ...(turned.deltatoken === null
        ? {}
        : { "@odata.deltaLink": link(`$deltatoken=${turned.deltatoken}`) }),
      value: turned.entities,
    };
  }
}
