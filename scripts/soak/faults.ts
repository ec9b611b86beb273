import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import neo4j from "neo4j-driver";
import type { Fault, FaultScript } from "../../simulator/http/faults.js";
import type { Random } from "../../simulator/random.js";
import type { Point, Strike } from "./life.js";
import type { SoakWorld } from "./world.js";

/** What goes wrong in one life of the service, in words. */
export type Injected = readonly string[];

/**
 * Lists that are silently shorter and look whole (F9): a gate that compares with the last good read holds
 * them. Of changes nobody can tell, and what they left out is not told again before the next whole read.
 */
const SILENTLY_SHORTER = ["half a page", "an empty page"];

/** Whether that is a list of HR which looks whole and is not. */
export function isShorterHr(injected: string): boolean {
  const shorter = [...SILENTLY_SHORTER, "file people.csv half of its rows"];
  return shorter.some((name) => injected.startsWith(`hr ${name}`));
}

/** Breaks what the systems say, until `publish` and `calm` make it good again. */
export function breakSources(world: SoakWorld, random: Random): Injected {
  const injected: string[] = [];
  for (const { source, faults, graph } of world.servers) {
    const id = String(source["id"]);
    if (source["type"] === "hr-files") {
      if (random.chance(0.6)) injected.push(`hr file ${breakFile(world, random)}`);
      continue;
    }
    for (let rules = random.int(0, 3); rules > 0; rules -= 1) {
      injected.push(`${id} ${breakAnswer(faults, random)}`);
    }
    if (graph !== undefined && random.chance(0.2)) {
      graph.expireDeltaTokens();
      injected.push(`${id} 410 of delta links`);
    }
    if (graph !== undefined && random.chance(0.2)) {
      graph.expireAccessTokens();
      injected.push(`${id} expired access tokens`);
    }
  }
  if (random.chance(0.15)) injected.push(`registry ${breakRegistry(world, random)}`);
  return injected;
}

/**
 * From now on every request is answered as it should be. A directory that left out changes silently asks
 * for a whole read, as it would by itself after some weeks.
 */
export function calm(world: SoakWorld, injected: Injected): void {
  for (const { source, faults, graph } of world.servers) {
    faults.clear();
    const shorter = SILENTLY_SHORTER.map((name) => `${String(source["id"])} ${name} `);
    const wasShorter = injected.some((line) => shorter.some((start) => line.startsWith(start)));
    if (wasShorter) graph?.expireDeltaTokens();
  }
}

type Made = readonly [name: string, fault: Fault];

function status(code: number, headers: Readonly<Record<string, string>> = {}): Made {
  const said = Object.values(headers).join();
  return [`${code}${said === "" ? "" : ` (${said})`}`, { kind: "status", status: code, headers }];
}

function rewrite(name: string, change: (body: unknown) => unknown): Made {
  return [name, { kind: "rewrite", change }];
}

const ANSWERS: readonly Made[] = [
  status(429, { "retry-after": "2" }),
  status(429, { "retry-after": "soon" }),
  status(429, { "retry-after": "Wed, 21 Oct 2099 07:28:00 GMT" }),
  status(500),
  status(503),
  status(503, { "retry-after": "1" }),
  status(401),
  status(403),
  status(404),
  status(410),
  ["reset", { kind: "reset" }],
  ["cut", { kind: "cut" }],
  ["hang", { kind: "hang" }],
  rewrite("half JSON", (body) => {
    const text = JSON.stringify(body);
    return text.slice(0, text.length / 2);
  }),
  rewrite("no JSON", () => "<html>Down for maintenance</html>"),
  rewrite("half a page", (body) => withLists(body, (list) => list.slice(0, list.length / 2))),
  rewrite("an empty page", (body) => withLists(body, () => [])),
  rewrite("poisoned record", (body) => withLists(body, (list) => [poison(list[0]), ...list])),
  rewrite("a page twice", (body) => withLists(body, (list) => [...list, ...list])),
  rewrite("a page upside down", (body) => withLists(body, (list) => list.toReversed())),
];

function breakAnswer(faults: FaultScript, random: Random): string {
  // A hang costs its deadline in real time: rarer than the others.
  const hangs = random.chance(0.1);
  const [name, fault] = random.pick(ANSWERS.filter(([one]) => hangs || one !== "hang"));
  const nth = random.int(1, 9);
  const times = random.pick([1, 1, 2, Infinity]);
  faults.on(/./, fault, { nth, times });
  return `${name} at request ${nth}${times === 1 ? "" : `, ${times} times`}`;
}

/** Applies the change to every list that an answer is, or holds as a member. */
function withLists(body: unknown, change: (list: readonly unknown[]) => readonly unknown[]) {
  if (Array.isArray(body)) return change(body);
  if (body === null || typeof body !== "object") return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]): [string, unknown] => [
      name,
      Array.isArray(value) ? change(value) : value,
    ]),
  );
}

/** The record with everything in it of a kind that nobody expects. */
function poison(record: unknown): unknown {
  if (record === null || typeof record !== "object") return { id: 7, nonsense: [[]] };
  const nonsense = { "\u0000": { deeper: [[7], {}] }, more: true };
  return Object.fromEntries(Object.keys(record).map((name) => [name, nonsense]));
}

type TextChange = (text: string, random: Random) => string | null;

const FILES: readonly (readonly [name: string, change: TextChange])[] = [
  ["cut off", (text, random) => text.slice(0, random.int(1, text.length - 1))],
  ["empty", () => ""],
  ["without a row", (text) => text.slice(0, text.indexOf("\n") + 1)],
  ["missing", () => null],
  ["of NUL bytes", (text) => "\0".repeat(Math.min(text.length, 2_000))],
  ["half of its rows", (text) => rowsOf(text, (rows) => rows.slice(0, rows.length / 2))],
  ["with every row twice", (text) => rowsOf(text, (rows) => [...rows, ...rows])],
  ["upside down", (text) => rowsOf(text, (rows) => rows.toReversed())],
  ["with a poisoned row", (text) => rowsOf(text, (rows) => [...rows, ",,,\u0007,not-a-date,,,,"])],
  ["without its key column", (text) => text.replace(/^(Employee|Team) ID/, "Key of it")],
  ["without its last days", (text) => text.replace("Last day", "Shoe size")],
  ["with a huge field", (text) => `${text}W9,R9,${"x".repeat(300_000)},,,,,,,,2020-01-01,,,\n`],
];

function breakFile({ folder }: SoakWorld, random: Random): string {
  const [name, change] = random.pick(FILES);
  const file = random.chance(0.75) ? "people.csv" : "teams.csv";
  applyChange(join(folder, "hr", file), change, random);
  return `${file} ${name}`;
}

function breakRegistry({ folder }: SoakWorld, random: Random): string {
  // Not cut off: half a document may be a whole one that says less, and is believed.
  const [name, change] = random.pick(FILES.slice(1, 5));
  applyChange(join(folder, "registry", "agent-1.yaml"), change, random);
  return `agent-1.yaml ${name}`;
}

function applyChange(path: string, change: TextChange, random: Random): void {
  const changed = change(readFileSync(path, "utf8"), random);
  if (changed === null) rmSync(path);
  else writeFileSync(path, changed);
}

function rowsOf(text: string, change: (rows: string[]) => string[]): string {
  const [header = "", ...rows] = text.trimEnd().split("\n");
  return `${[header, ...change(rows)].join("\n")}\n`;
}

/** What the graph may answer instead; a retry of a transient one takes the driver a second. */
const GRAPH_FAILURES = [
  ["Neo.DatabaseError.Statement.ExecutionFailed", 0.08],
  ["Neo.DatabaseError.Transaction.TransactionCommitFailed", 0.06],
  ["Neo.TransientError.Transaction.DeadlockDetected", 0.02],
  ["SessionExpired", 0.01],
] as const;

/** How this life is struck: one death, one failure of the graph, or neither. */
export function strikeOf(
  random: Random,
  points: number,
): { readonly name: string | null; readonly strike: (point: Point) => Strike } {
  const number = random.int(1, points);
  if (random.chance(0.6)) {
    const strike = (point: Point): Strike => (point.number === number ? { kind: "die" } : null);
    return { name: `death at point ${number}`, strike };
  }
  for (const [code, probability] of GRAPH_FAILURES) {
    if (!random.chance(probability)) continue;
    return { name: `${code} at point ${number}`, strike: failing(code, number) };
  }
  return { name: null, strike: () => null };
}

/** Fails at the first statement or commit from there on. */
function failing(code: string, number: number): (point: Point) => Strike {
  let isDone = false;
  return (point) => {
    const hits = point.number >= number && /^statement|^commit$/.test(point.name);
    if (isDone || !hits) return null;
    isDone = true;
    return { kind: "fail", error: graphError(code) };
  };
}

/** An error as the driver makes it of what a server answers. */
export function graphError(code: string): Error {
  return new neo4j.Neo4jError("injected", code, "50N42", "injected", {
    OPERATION: "",
    OPERATION_CODE: "0",
    CURRENT_SCHEMA: "/",
  });
}
