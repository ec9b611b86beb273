import { join } from "node:path";
import type { Driver } from "neo4j-driver";
import { streamOf, type Random } from "../../simulator/random.js";
import type { GraphAddress } from "../../src/graph/driver.js";
import { fixedClock } from "../../src/platform/clock.js";
import type { Problem } from "../../src/platform/problem.js";
import type { Context } from "../../src/runs/context.js";
import type { SyncReport } from "../../src/runs/report.js";
import { dueWork, sync } from "../../src/runs/use-cases.js";
import type { CompanyPlan } from "./company.js";
import { firstDifference } from "./difference.js";
import { factsOf, type GraphFacts } from "./facts.js";
import { breakSources, calm, isShorterHr, strikeOf } from "./faults.js";
import { closeLeftOpen } from "./left-open.js";
import { type End, Life } from "./life.js";
import { watchFiles } from "./living-files.js";
import { Letterbox } from "./living-source.js";
import { inOneLife, tell } from "./one-life.js";
import { Truth } from "./truth.js";
import type { VirtualTime } from "./virtual-time.js";
import { settleHeld } from "./settle-held.js";
import { SoakWorld } from "./world.js";

/** Where runs take place. */
export interface SoakGround {
  readonly context: Context;
  readonly address: GraphAddress;
  readonly folder: string;
  readonly time: VirtualTime;
  wipe(): Promise<void>;
}

/** What came of one run. */
export interface RunResult {
  readonly plan: CompanyPlan;
  readonly lives: number;
  readonly deaths: number;
  readonly faults: number;
  readonly injected: readonly string[];
  readonly wrongfulDepartures: readonly string[];
  readonly lostAuthorizations: readonly string[];
  readonly otherWrongs: readonly string[];
  /** First lines in which the graph is not the one of the undisturbed life; empty: the same. */
  readonly differing: readonly string[];
  readonly seconds: number;
}

/** Of a day with nothing wrong: who is missing is a candidate by the first and gone by the second (L15). */
const READS = 2;
/** Syncs with nothing wrong until everything was read, at most. */
const UNTIL_WHOLE = 3;
/** Clean syncs at the end of every life, a day apart. */
const CLEAN_SYNCS = 3;
/** Longer than a lease, an open circuit and a claimed message. */
const RESTART_MS = 120_000;
/** Of a sync of such a company, about: where deaths are drawn from in the first life. */
const FIRST_GUESS = 220;

/** Lives one company twice, without and with faults and deaths, and holds both against each other. */
export async function soakRun(ground: SoakGround, plan: CompanyPlan): Promise<RunResult> {
  const began = performance.now();
  const good = await undisturbed(ground, plan);
  await ground.wipe();
  const troubled = await TroubledLife.begin(ground, plan);
  try {
    const result = await troubled.live(good);
    return { ...result, seconds: (performance.now() - began) / 1000 };
  } finally {
    await troubled.close();
  }
}

/** What is said of a run that could not come to its end: nothing good. */
export function endedEarly(plan: CompanyPlan, error: unknown): RunResult {
  const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    plan,
    lives: 0,
    deaths: 0,
    faults: 0,
    injected: [],
    wrongfulDepartures: [],
    lostAuthorizations: [],
    otherWrongs: [`could not come to its end: ${why}`],
    differing: [],
    seconds: 0,
  };
}

/** What the graph says after each step, and at the end. */
async function undisturbed(ground: SoakGround, plan: CompanyPlan): Promise<readonly GraphFacts[]> {
  await ground.wipe();
  const world = await SoakWorld.found(plan, ground.context, join(ground.folder, "world"));
  const { driver } = ground.context.graph;
  const facts: GraphFacts[] = [];
  const step = async (days: number): Promise<void> => {
    await world.publish(days);
    await dueWork(world.now());
    for (let read = 0; read < READS; read += 1) {
      assertWhole(await sync(world.now(), { plan: false }));
      await settleHeld(world);
    }
    facts.push(await factsOf(driver));
  };
  try {
    await step(0);
    for (const days of plan.steps) {
      world.company.live(days);
      await step(0);
    }
    for (let day = 1; day <= CLEAN_SYNCS; day += 1) await step(day);
    return facts;
  } finally {
    await world.close();
  }
}

function notWhole({ sources }: SyncReport, tolerated: readonly Problem[]): SyncReport["sources"] {
  return sources.filter(
    ({ status, problems }) =>
      status !== "complete" || problems.some((one) => !tolerated.includes(one)),
  );
}

function isWhole(report: SyncReport, tolerated: readonly Problem[]): boolean {
  return notWhole(report, tolerated).length === 0;
}

function assertWhole(report: SyncReport, tolerated: readonly Problem[] = []): void {
  const ill = notWhole(report, tolerated);
  if (ill.length > 0) throw new Error(`an undisturbed sync was not whole: ${JSON.stringify(ill)}`);
}

/**
 * Lines of documents that were first read when whoever they name had another address already, or had come
 * and gone between two reads of HR: refused, as they would be by a person.
 */
function tooLate({ sources }: SyncReport): readonly Problem[] {
  const late = new Set(["person-not-in-force", "person-unknown", "signature-refused"]);
  return sources.flatMap(({ problems }) => problems.filter(({ rule }) => late.has(rule)));
}

class TroubledLife {
  readonly #ground: SoakGround;
  readonly #plan: CompanyPlan;
  readonly #world: SoakWorld;
  readonly #random: Random;
  readonly #files: ReturnType<typeof watchFiles>;
  readonly #truth = new Truth();
  readonly #letterbox = new Letterbox();
  readonly #injected: string[] = [];
  readonly #departures = new Set<string>();
  readonly #authorizations = new Set<string>();
  readonly #others = new Set<string>();
  readonly #differing: string[] = [];
  #lives = 0;
  #deaths = 0;
  #faults = 0;
  #points = FIRST_GUESS;
  #refused: readonly Problem[] = [];

  private constructor(ground: SoakGround, plan: CompanyPlan, world: SoakWorld) {
    this.#ground = ground;
    this.#plan = plan;
    this.#world = world;
    this.#random = streamOf(plan.seed, "soak faults");
    this.#files = watchFiles(world.context.dataDir);
  }

  static async begin(ground: SoakGround, plan: CompanyPlan): Promise<TroubledLife> {
    const world = await SoakWorld.found(plan, ground.context, join(ground.folder, "world"));
    return new TroubledLife(ground, plan, world);
  }

  async close(): Promise<void> {
    this.#files.restore();
    closeLeftOpen(this.#world.folder);
    await this.#world.close();
  }

  async live(good: readonly GraphFacts[]): Promise<Omit<RunResult, "seconds">> {
    await this.#step(good[0], "the founding");
    for (const [index, days] of this.#plan.steps.entries()) {
      this.#world.company.live(days);
      await this.#step(good[index + 1], `step ${index + 1}`);
    }
    for (let day = 1; day <= CLEAN_SYNCS; day += 1) await this.#cleanSync(day);
    await this.#compare(good.at(-1), "the end");
    const missing = await this.#truth.missing(this.#driver, this.#world, this.#refused);
    for (const one of missing) this.#authorizations.add(one);
    return {
      plan: this.#plan,
      lives: this.#lives,
      deaths: this.#deaths,
      faults: this.#faults,
      injected: this.#injected,
      wrongfulDepartures: [...this.#departures],
      lostAuthorizations: [...this.#authorizations],
      otherWrongs: [...this.#others],
      differing: this.#differing,
    };
  }

  get #driver(): Driver {
    return this.#ground.context.graph.driver;
  }

  /** One or more troubled lives of the service; where the plan says so, a clean one after them. */
  async #step(good: GraphFacts | undefined, name: string): Promise<void> {
    await this.#timePasses(0);
    for (let lives = this.#random.int(1, 2); lives > 0; lives -= 1) await this.#troubled(name);
    if (this.#plan.mode === "late") return;
    for (let read = 0; read < READS; read += 1) await this.#cleanSync(0);
    await this.#compare(good, name);
  }

  /**
   * What was known takes effect on its day in both lives, before anything new is told: who succeeds somebody
   * depends on who was known by then.
   */
  async #timePasses(days: number): Promise<void> {
    await this.#world.publish(days);
    if (this.#plan.mode === "late") return;
    this.#ground.time.pass(RESTART_MS);
    await dueWork(this.#world.now());
  }

  async #troubled(name: string): Promise<void> {
    await this.#world.publish();
    this.#truth.learn(this.#world);
    const broken = breakSources(this.#world, this.#random);
    if (broken.some(isShorterHr)) this.#truth.learnShorter(this.#world);
    const { name: struck, strike } = strikeOf(this.#random, this.#points);
    const { context: own } = this.#world;
    const end = await this.#life(own, new Life({ strike }), async (context, openSource, life) => {
      await sync(context, { plan: false, openSource });
      if (this.#random.chance(0.3)) await dueWork(context);
      await tell(context, life, this.#letterbox);
    });
    calm(this.#world, broken);
    this.#faults += broken.length + (struck === null || end.kind === "died" ? 0 : 1);
    if (end.kind === "died") this.#deaths += 1;
    const what = [
      ...broken,
      ...(end.kind === "died" ? [`death: ${end.at.name}`] : []),
      ...failureOf(end),
    ];
    this.#injected.push(`${name}: ${what.length === 0 ? "nothing" : what.join(", ")}`);
    await this.#judge(end.kind === "done", name);
  }

  /** Everything is good again: a read that was interrupted before ends as it began, the next one is whole. */
  async #cleanSync(day: number): Promise<void> {
    await this.#timePasses(day);
    this.#truth.learn(this.#world);
    let report = await this.#calmSync();
    for (let more = 1; more < UNTIL_WHOLE && !isWhole(report, this.#refused); more += 1) {
      report = await this.#calmSync();
    }
    assertWhole(report, this.#refused);
    await settleHeld(this.#world);
    await this.#judge(true, `clean, day ${day}`);
  }

  async #calmSync(): Promise<SyncReport> {
    const { whole } = this.#world;
    const end = await this.#life(whole, new Life(), async (context, openSource, life) => {
      const report = await sync(context, { plan: false, openSource });
      await tell(context, life, this.#letterbox);
      return report;
    });
    if (end.kind !== "done") throw new Error(`a clean sync ${end.kind}: ${failureOf(end).join()}`);
    this.#refused = this.#plan.mode === "late" ? tooLate(end.value) : [];
    return end.value;
  }

  async #life<T>(
    own: Context,
    life: Life,
    work: (
      context: Context,
      open: Parameters<Parameters<typeof inOneLife<T>>[2]>[1],
      life: Life,
    ) => Promise<T>,
  ): Promise<End<T>> {
    this.#lives += 1;
    this.#ground.time.pass(RESTART_MS);
    this.#files.use(life);
    const clock = fixedClock(this.#world.at);
    const place = { context: { ...own, clock }, address: this.#ground.address };
    const end = await inOneLife(place, life, (context, open) => work(context, open, life));
    this.#files.use(null);
    if (end.kind === "done") this.#points = life.points.length;
    return end;
  }

  async #judge(hasSettled: boolean, when: string): Promise<void> {
    const wrongs = await this.#truth.judge(this.#driver, this.#world, {
      hasSettled,
      letterbox: this.#letterbox,
    });
    for (const one of wrongs.departures) this.#departures.add(`${one} (${when})`);
    for (const one of wrongs.authorizations) this.#authorizations.add(`${one} (${when})`);
    for (const one of wrongs.others) this.#others.add(`${one} (${when})`);
  }

  async #compare(good: GraphFacts | undefined, when: string): Promise<void> {
    if (good === undefined || this.#differing.length > 0) return;
    const is = await factsOf(this.#driver);
    const differing =
      this.#plan.mode === "settled"
        ? [
            ...firstDifference(good.organisation, is.organisation),
            ...firstDifference(good.governance, is.governance),
          ]
        : firstDifference(people(good.organisation), people(is.organisation));
    this.#differing.push(...differing.map((line) => `${when}: ${line}`));
  }
}

/**
 * Who works here, where they sit and to whom they report. Of a late life no more can be asked: a team, a group
 * or a leaver's login that came and went between two whole reads is known only to who read in between.
 */
function people(lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => /^(?:Person|Employment) (?!.*-(?:HEADS|DEPUTY_OF|MEMBER_OF)->)/.test(line))
    .map((line) =>
      line.replaceAll(/(?:okta|entra)\/[\w-]+\+(?=hr)|(?<=hr\/\w+)\+(?:okta|entra)\/[\w-]+/g, ""),
    )
    .toSorted();
}

function failureOf(end: End<unknown>): readonly string[] {
  if (end.kind !== "failed") return [];
  const { error } = end;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return [`failed: ${code} ${error instanceof Error ? error.message.slice(0, 80) : String(error)}`];
}
