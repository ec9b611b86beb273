import { CountersignError } from "../platform/errors.js";
import type { AccountObservation, SourceEnd } from "../sources/port.js";

/** What is known of a source from its last applied read, as far as judging the next one asks. */
export interface LastRead {
  readonly tenant: string | null;
  /** Share of records that carried their key; null: never measured. */
  readonly keyFill: number | null;
}

/**
 * The source answered as another tenant than the one it was first synced from: sandbox data, a copied
 * config, a changed address (F11). Nothing was applied. Governance is told by the failed run.
 */
class TenantChanged extends CountersignError {
  constructor(source: string, tenants: { readonly pinned: string; readonly answered: string }) {
    super({
      code: "SOURCE_TENANT_CHANGED",
      message: `Source "${source}" is tenant ${tenants.answered} now; it was first synced from ${tenants.pinned}.`,
      next: "Nothing was applied. Correct the address and credentials, or give the new tenant a source id of its own.",
      data: { source, ...tenants },
    });
  }
}

/**
 * The column or attribute that tells people apart is empty or the same for many: it was parsed wrong or
 * its mapping changed (Q7). Refused before anything is compared; nothing was applied.
 */
class KeysUnreliable extends CountersignError {
  constructor(source: string, why: string) {
    super({
      code: "KEYS_UNRELIABLE",
      message: `Source "${source}": ${why}`,
      next: "Nothing was applied. Look at the export and at the mapping of the key in the config, then sync again.",
      data: { source },
    });
  }
}

/**
 * The same id is new in one spelling and gone in another (case, white space, Unicode form): the source
 * writes its ids differently now (Q8). Going on would make everybody leave and join.
 */
class IdsChangedForm extends CountersignError {
  constructor(source: string, example: { readonly gone: string; readonly now: string }) {
    super({
      code: "IDS_CHANGED_FORM",
      message: `Source "${source}" spells its ids differently now: "${example.gone}" is gone and "${example.now}" is new.`,
      next: "Nothing was applied. Bring back the old spelling, or map the ids before they are read.",
      data: { source },
    });
  }
}

/** Counters of Misra and Gries: any key on more than 1 in so many records is among them. */
const COUNTERS = 64;
/** So many records may share a key whatever their share of the whole: a person has several logins. */
const SHARED_FLOOR = 10;
const SHARED_SHARE = 0.005;
/** So many records more than last time may come without a key, whatever share they are of a small company. */
const FEW_MORE = 3;
/** Fewer records than this say nothing about a rate. */
const LEAST_RECORDS = 20;

export interface SavedGauge {
  readonly records: number;
  readonly withKey: number;
  readonly frequent: readonly (readonly [string, number])[];
}

/** How reliably records of a read carry the key they are joined by; constant memory. */
export class KeyGauge {
  #records = 0;
  #withKey = 0;
  readonly #frequent = new Map<string, number>();

  /** What was counted, to go on with it in another process. */
  save(): SavedGauge {
    return { records: this.#records, withKey: this.#withKey, frequent: [...this.#frequent] };
  }

  static restore(saved: SavedGauge): KeyGauge {
    const gauge = new KeyGauge();
    gauge.#records = saved.records;
    gauge.#withKey = saved.withKey;
    for (const [key, count] of saved.frequent) gauge.#frequent.set(key, count);
    return gauge;
  }

  /** A login of a human that is in use; others need no key. */
  account(seen: AccountObservation): void {
    if (seen.nature !== "human" || seen.status !== "active") return;
    this.#records += 1;
    if (seen.workerIds.length > 0) this.#withKey += 1;
    for (const { source, value } of seen.workerIds) this.#count(`${source}/${value}`);
  }

  /** A record of an HR source, with its key or without. */
  record(hasKey: boolean): void {
    this.#records += 1;
    if (hasKey) this.#withKey += 1;
  }

  /** How many more records went without a key than at the share that had one before. */
  missingMoreThan(before: number): number {
    return Math.round(this.#records * before) - this.#withKey;
  }

  /** Share of records with a key; null when there are too few to say. */
  get fill(): number | null {
    return this.#records < LEAST_RECORDS ? null : this.#withKey / this.#records;
  }

  /** A key that stands on many records, with at least how many; null: none does. */
  get shared(): { readonly key: string; readonly records: number } | null {
    const most = [...this.#frequent].toSorted((a, b) => b[1] - a[1])[0];
    if (most === undefined) return null;
    const [key, records] = most;
    const limit = Math.max(SHARED_FLOOR, this.#records * SHARED_SHARE);
    return records > limit ? { key, records } : null;
  }

  #count(key: string): void {
    const counted = this.#frequent.get(key);
    if (counted !== undefined || this.#frequent.size < COUNTERS) {
      this.#frequent.set(key, (counted ?? 0) + 1);
      return;
    }
    for (const [one, count] of this.#frequent) {
      if (count === 1) this.#frequent.delete(one);
      else this.#frequent.set(one, count - 1);
    }
  }
}

/**
 * Refuses a read that cannot be trusted as a whole, before it is compared.
 *
 * @throws TenantChanged, KeysUnreliable
 */
export function judgeRead(
  source: string,
  read: {
    readonly end: SourceEnd;
    readonly gauge: KeyGauge;
    readonly last: LastRead | null;
    /** Least share of records with a key, as a share of what the last good read had. */
    readonly keyFillRate: number;
  },
): void {
  const { end, gauge, last, keyFillRate } = read;
  const answered = end.tenant ?? null;
  const pinned = last?.tenant ?? null;
  if (answered !== null && pinned !== null && answered !== pinned) {
    throw new TenantChanged(source, { pinned, answered });
  }
  const { shared, fill } = gauge;
  if (shared !== null) {
    throw new KeysUnreliable(
      source,
      `the key "${shared.key}" stands on at least ${shared.records} records; it tells nobody apart.`,
    );
  }
  const before = last?.keyFill ?? null;
  // A few records without a key are those records' problem.
  if (fill === null || before === null || gauge.missingMoreThan(before) <= FEW_MORE) return;
  if (fill < before * keyFillRate) {
    throw new KeysUnreliable(
      source,
      `${percent(fill)} of the records carry their key; in the last good read ${percent(before)} did.`,
    );
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Ids that are remembered to find the same one in another spelling; a mass change hits many of them. */
const REMEMBERED = 10_000;

/** Looks for ids that are new in one spelling and gone in another (Q8). */
export class SpellingWatch {
  readonly #fresh = new Map<string, string>();
  readonly #gone = new Map<string, string>();

  fresh(key: string): void {
    if (this.#fresh.size < REMEMBERED) this.#fresh.set(folded(key), key);
  }

  gone(key: string): void {
    if (this.#gone.size < REMEMBERED) this.#gone.set(folded(key), key);
  }

  /** @throws IdsChangedForm */
  judge(source: string): void {
    for (const [form, gone] of this.#gone) {
      const now = this.#fresh.get(form);
      if (now !== undefined && now !== gone) throw new IdsChangedForm(source, { gone, now });
    }
  }
}

function folded(key: string): string {
  return key.normalize("NFKC").replaceAll(/\s+/gu, "").toLowerCase();
}
