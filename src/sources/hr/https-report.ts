import { createHash } from "node:crypto";
import type { HrHttpsSourceConfig } from "../../platform/config-sources.js";
import { AnswerGarbled, SourceAway, SourceRefused } from "../remote/errors.js";
import { RemoteFailure } from "../remote/failure.js";
import { exchange, type OpenAnswer } from "../remote/http.js";
import type { Tenant } from "../remote/tenant.js";
import type { HrFile } from "./files.js";
import type { HrScope } from "./header-names.js";
import { Pager, type FetchedPage } from "./https-paging.js";
import { collapsesLists, listNames } from "./https-presets.js";
import { recordLine } from "./https-record.js";
import { ReportSpool } from "./https-spool.js";
import { JsonArrayScanner, type JsonElement } from "./json-scan.js";

export interface ReportAsk {
  readonly scope: HrScope;
  readonly url: string;
  readonly config: HrHttpsSourceConfig;
  readonly headers: Readonly<Record<string, string>>;
  readonly tenant: Tenant;
  readonly signal: AbortSignal;
  /** Where the copy is written; it must not exist. */
  readonly copy: string;
  /** A report larger than this many bytes is refused (F43). */
  readonly limitBytes: number;
}

export interface FetchedReport {
  readonly file: HrFile;
  /** What the operator should know of how it was fetched. */
  readonly remarks: readonly string[];
}

/** `hr.example.com/reports/people`: what people are shown of an address, without its query (F44). */
export function shownUrl(address: string): string {
  const { host, pathname } = new URL(address);
  return host + pathname;
}

/**
 * Fetches a report page by page into a copy on disk. When a page after the first cannot be had, what
 * was read before it is kept and the file says what is missing (F4, F6).
 *
 * @throws SourceBusy at any page; SourceAway SourceRefused AnswerGarbled when the first page fails
 */
export async function fetchReport(ask: ReportAsk): Promise<FetchedReport> {
  const spool = await ReportSpool.create(ask.copy);
  try {
    const shown = shownUrl(ask.url);
    const shortfall = await fetchPages(ask, spool);
    const remarks = firstPageRemarks(ask, spool).map((remark) => `${shown}: ${remark}`);
    return { file: await spool.finish({ scope: ask.scope, shown, shortfall }), remarks };
  } finally {
    await spool.close();
  }
}

/** Sizes that services give their pages. */
const PAGE_SIZES: ReadonlySet<number> = new Set([
  10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000,
]);

/** A service that has pages and is not asked for them answers the first, and looks complete. */
function firstPageRemarks({ config }: ReportAsk, spool: ReportSpool): string[] {
  if (spool.pages > 1 || !PAGE_SIZES.has(spool.records)) return [];
  const { paging } = config;
  if (paging.how === "page" || paging.how === "offset") return [];
  const asked = paging.how === "next" ? ` and no "${paging.field}"` : "";
  return [
    `The answer has exactly ${spool.records} records${asked}, which looks like the first of several pages. ` +
      "If there are more, say under `paging:` how to get them.",
  ];
}

/** Returns why the report is not complete; null when it is. */
async function fetchPages(ask: ReportAsk, spool: ReportSpool): Promise<string | null> {
  const pager = new Pager(ask.url, ask.config.paging);
  let url = pager.first;
  for (let page = 1; ; page += 1) {
    spool.beginPage();
    const fetched = await fetchPage(ask, spool, url).catch(async (error: unknown) => {
      await spool.restartPage();
      if (page === 1 || !isReportFailure(error)) throw error;
      return error;
    });
    if (fetched instanceof Error) return `Page ${page} could not be read: ${fetched.message}`;
    const next = pager.after(fetched);
    switch (next.kind) {
      case "fetch":
        url = next.url;
        break;
      case "end":
        return null;
      case "broken":
        return next.reason;
      case "repeated":
        await spool.restartPage();
        return next.reason;
    }
  }
}

/** What a report can fail with without the read being over: all but being told to wait. */
export function isReportFailure(
  error: unknown,
): error is SourceAway | SourceRefused | AnswerGarbled {
  return (
    error instanceof SourceAway || error instanceof SourceRefused || error instanceof AnswerGarbled
  );
}

async function fetchPage(ask: ReportAsk, spool: ReportSpool, url: string): Promise<FetchedPage> {
  const { tenant, headers, signal } = ask;
  const endpoint = `GET ${new URL(url).pathname}`;
  return exchange({ tenant, endpoint, url, headers, signal }, async (answer) => {
    const scanner = new JsonArrayScanner(listNames(ask.config.preset, ask.scope));
    const found = await copyRecords({ ask, spool, endpoint }, answer, scanner);
    const envelope = envelopeOf({ ask, endpoint }, scanner);
    return { url: answer.url, headers: answer.headers, envelope, ...found };
  });
}

interface Copying {
  readonly ask: ReportAsk;
  readonly spool: ReportSpool;
  readonly endpoint: string;
}

async function copyRecords(
  { ask, spool, endpoint }: Copying,
  answer: OpenAnswer,
  scanner: JsonArrayScanner,
): Promise<{ readonly records: number; readonly hash: string }> {
  const write = await spool.restartPage();
  const before = spool.bytes;
  const collapse = collapsesLists(ask.config.preset);
  const decoder = new TextDecoder();
  const hash = createHash("sha256");
  let records = 0;
  let bytes = 0;
  const keep = async (elements: readonly JsonElement[]): Promise<void> => {
    const lines = elements.map((element) => recordLine(element.text, collapse));
    for (const line of lines) hash.update(line).update("\n");
    records += lines.length;
    await write(lines);
  };
  for await (const chunk of answer.chunks) {
    bytes += chunk.length;
    if (before + bytes > ask.limitBytes) {
      const why = `makes the report larger than ${ask.limitBytes.toLocaleString("en")} bytes`;
      throw new AnswerGarbled({ tenant: ask.tenant.id, endpoint, why });
    }
    await keep(scanner.write(decoder.decode(chunk, { stream: true })));
  }
  await keep(scanner.write(decoder.decode()));
  return { records, hash: hash.digest("hex") };
}

/**
 * What stands around the records. That it is JSON, and that the list was closed in it, is the proof
 * that the answer is whole (F6).
 */
function envelopeOf(
  { ask, endpoint }: Pick<Copying, "ask" | "endpoint">,
  scanner: JsonArrayScanner,
): unknown {
  const { fault } = scanner.end();
  const text = scanner.envelope;
  const envelope = text === null ? null : parsed(text);
  if (envelope !== undefined && fault === null) return envelope;
  if (envelope !== undefined && !scanner.sawList) {
    const names = listNames(ask.config.preset, ask.scope).join(", ");
    const why = `is JSON without a list of records (an array, or one under ${names}): see whether \`preset:\` fits it`;
    throw new AnswerGarbled({ tenant: ask.tenant.id, endpoint, why });
  }
  const why = envelope === undefined ? "it is not whole JSON" : "it holds several lists of records";
  throw new RemoteFailure({ kind: "garbled", endpoint, why });
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
