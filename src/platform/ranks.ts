import type { Config } from "./config.js";

/** Whose word counts, least first; null: this source's word on it does not count at all. */
export interface SourceRanks {
  /** Who works here. */
  readonly employment: number | null;
  /** Whether a human of another company works with us: directories say so even where HR decides the rest. */
  readonly guests: number | null;
  /** Whether a login is suspended or gone. */
  readonly account: number;
}

/** After everything that is listed. */
const LAST = 1_000;

/**
 * Precedence of a source as configured (Q4). By default HR decides who works here, all HR sources alike
 * (a person is employed while any of them says so, N6, N7), and directories decide about their logins;
 * in a company without HR sources the directories decide who works here, in order of the config.
 */
export function ranksOf(config: Pick<Config, "sources" | "identity">, id: string): SourceRanks {
  const { sources, identity } = config;
  const registry = sources.find((source) => source.id === id)?.type === "registry";
  if (registry) return { employment: null, guests: null, account: LAST };
  const isHr = (one: string): boolean =>
    sources.some((source) => source.id === one && source.type.startsWith("hr-"));
  const directories = sources
    .filter(({ type }) => type !== "registry" && !type.startsWith("hr-"))
    .map((source) => source.id);
  const hr = sources.filter((source) => isHr(source.id)).map((source) => source.id);
  const deciding = identity.employment ?? (hr.length > 0 ? hr : directories);
  const listed = deciding.indexOf(id);
  const ofHr = deciding.findIndex(isHr);
  // Where HR alone decides it is before all that directories told while they did: who left by HR has left.
  const least = deciding.every(isHr) ? 0 : 1;
  const employment = rankOf({ hr: isHr(id), listed, ofHr, least });
  const account = (identity.account ?? directories).indexOf(id);
  return {
    employment,
    guests: isHr(id) ? null : (employment ?? LAST + directories.indexOf(id)),
    account: account === -1 ? LAST : account,
  };
}

/** The precedence of a source in one word: with another one all of its records are to be believed anew. */
export function precedenceOf({ employment, guests, account }: SourceRanks): string {
  return `employment ${employment}, guests ${guests}, account ${account}`;
}

function rankOf(place: {
  readonly hr: boolean;
  readonly listed: number;
  readonly ofHr: number;
  readonly least: number;
}): number | null {
  const { hr, listed, ofHr, least } = place;
  if (listed === -1) return hr ? LAST : null;
  return least + (hr ? ofHr : listed);
}
