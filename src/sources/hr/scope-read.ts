import { contentHash } from "../../platform/ids.js";
import type { Problem } from "../../platform/problem.js";
import type { Certificate, Quarantined, ReadRequest, SourcePage } from "../port.js";
import { CONVERTER_VERSION } from "./convert.js";
import type { DayInstants } from "./day-instants.js";
import { emitFile, Tally } from "./emit.js";
import type { HrFile } from "./files.js";
import type { HrScope } from "./header-names.js";
import { mappingInForce, type ColumnMapping } from "./headers.js";
import { remarksOf } from "./remarks.js";
import { SeenIds } from "./seen-ids.js";
import { refusalOf } from "./refusal.js";
import type { ReadingRules } from "./rules.js";
import { surveyFile, type Survey } from "./survey.js";
import { counted } from "../../platform/counted.js";

/** Bytes read so far of all bytes to read, each file twice. */
export interface Progress {
  done: number;
  total: number;
}

export interface ScopeRequest {
  readonly rules: ReadingRules;
  readonly request: ReadRequest;
  readonly scope: HrScope;
  /** In name order; of a snapshot one. */
  readonly files: readonly HrFile[];
  readonly instants: DayInstants;
  readonly progress: Progress;
  /** Ids of the teams file, if one was read. */
  readonly teams: SeenIds | null;
  /** Is told what every file turned out to be. */
  readonly onSurvey: (survey: Survey, refusal: readonly Problem[]) => void;
}

export interface ScopeResult {
  readonly certificate: Certificate;
  readonly remarks: readonly string[];
  /** Files read to a trusted end, in name order, up to the first that was not. */
  readonly applied: readonly HrFile[];
  /** Ids of the last file that was read. */
  readonly ids: SeenIds | null;
}

/** A file with what stops it, if anything. */
interface Judged {
  readonly survey: Survey;
  /** Why its end cannot be trusted, or why it is refused; null when all is well. */
  reason: string | null;
}

/**
 * Reads the files of one scope: first all of them to judge them, up to the first that has no
 * trustworthy end, then their rows. The newest is told first and a record only once, so that a
 * later row holds over an earlier one whatever the reader does with the order.
 */
export async function* readScope(ask: ScopeRequest): AsyncGenerator<SourcePage, ScopeResult> {
  const { rules, scope } = ask;
  const { judged, refused, problems } = await judgeFiles(ask);
  if (problems.length > 0) yield problemPage(problems);
  const remarks: string[] = [];
  const told = rules.mode === "changes" ? new SeenIds() : null;
  for (const each of judged.toReversed()) {
    const tally = new Tally();
    yield* emitJudged(each, ask, { tally, told });
    remarks.push(...remarksOf({ survey: each.survey, tally, mode: rules.mode }));
  }
  const surveys = refused === null ? judged : [...judged, refused];
  const stopped = surveys.find((each) => each.reason !== null);
  const count = surveys.reduce((sum, each) => sum + each.survey.rows, 0);
  const good = stopped === undefined ? judged : judged.slice(0, surveys.indexOf(stopped));
  const mapping = rules.mode === "snapshot" ? (surveys[0]?.survey.mapping ?? null) : null;
  return {
    certificate: {
      scope,
      complete: stopped === undefined,
      reason: stopped === undefined ? null : reasonOf(stopped, ask),
      count,
      scopeHash: scopeHash(rules, scope, mapping),
      basis: rules.mode === "snapshot" ? "sweep" : "changes",
    },
    remarks,
    applied: good.map((each) => each.survey.file),
    ids: judged.at(-1)?.survey.ids ?? null,
  };
}

interface Judgement {
  readonly judged: readonly Judged[];
  readonly refused: Judged | null;
  readonly problems: readonly Problem[];
}

async function judgeFiles(ask: ScopeRequest): Promise<Judgement> {
  const judged: Judged[] = [];
  for (const file of ask.files) {
    const survey = await surveyFile(file, ask.rules, {
      signal: ask.request.signal,
      onBytes: (bytes) => (ask.progress.done += bytes),
    });
    const refusal = refusalOf(survey);
    ask.onSurvey(survey, refusal);
    if (refusal.length > 0) {
      const reason = refusal.map((problem) => problem.sentence).join(" ");
      return { judged, refused: { survey, reason }, problems: refusal };
    }
    // Of many change files only what clashes is kept; a snapshot's ids are looked up once more.
    if (ask.rules.mode === "changes") {
      survey.ids.keepClashes();
      survey.workers?.keepClashes();
    }
    const shortfall = file.report?.shortfall ?? null;
    const reason = survey.ending.reason ?? shortfall ?? emptyReason(survey, ask.rules.mode);
    judged.push({ survey, reason });
    if (reason !== null) break;
  }
  return { judged, refused: null, problems: [] };
}

/** A list of nobody is a failed export until somebody says otherwise (F9); a day without changes is none. */
function emptyReason(survey: Survey, mode: ReadingRules["mode"]): string | null {
  if (mode === "changes" || survey.rows > 0) return null;
  return survey.file.report === undefined
    ? "The file has a header and no rows: a successful export of nobody is taken for a failed one."
    : "The report has no records: a successful report of nobody is taken for a failed one.";
}

async function* emitJudged(
  each: Judged,
  ask: ScopeRequest,
  noted: { readonly tally: Tally; readonly told: SeenIds | null },
): AsyncGenerator<SourcePage> {
  if (each.survey.header.recordless) return;
  const { progress, request } = ask;
  yield* emitFile(each.survey, {
    at: request.at,
    signal: request.signal,
    zone: ask.rules.zone,
    instants: ask.instants,
    ...noted,
    teams: ask.teams,
    onBytes: (bytes) => (progress.done += bytes),
    progress: () => (progress.total === 0 ? null : Math.min(1, progress.done / progress.total)),
    onEnding: (ending) => (each.reason ??= ending.reason),
  });
}

function problemPage(problems: readonly Problem[]): SourcePage {
  const quarantined = problems.map((problem): Quarantined => ({
    recordId: null,
    rawHash: contentHash(problem),
    problem,
  }));
  return { kind: "page", observations: [], quarantined, progress: null };
}

function reasonOf(stopped: Judged, ask: ScopeRequest): string {
  const { file } = stopped.survey;
  const waiting = ask.files.length - 1 - ask.files.indexOf(file);
  const wait = waiting === 1 ? "waits" : "wait";
  const rest =
    waiting === 0 ? "" : ` ${counted(waiting, "later file")} ${wait} until it is replaced.`;
  return `${file.shown}: ${stopped.reason ?? ""}${rest}`;
}

/** What was asked for. In `changes` the files differ and absence means nothing: only the config counts. */
function scopeHash(rules: ReadingRules, scope: HrScope, mapping: ColumnMapping | null): string {
  return contentHash({
    converter: CONVERTER_VERSION,
    ...rules.asked(scope),
    mapping: mapping === null ? null : mappingInForce(mapping),
  });
}
