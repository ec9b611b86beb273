import { setImmediate as giveWay } from "node:timers/promises";
import type { StaffRecord, Team } from "./model.js";
import type { Population } from "./population.js";

/** Rows of one chunk. */
const CHUNK = 1_000;

const PEOPLE_HEADERS = [
  "Employee ID",
  "Employment ID",
  "Full name",
  "Work email",
  "Job title",
  "Department ID",
  "Position ID",
  "Manager ID",
  "Worker type",
  "Time zone",
  "Start date",
  "Last day",
  "Leave from",
  "Leave to",
] as const;
const TEAM_HEADERS = ["Team ID", "Name", "Parent team", "Head", "Deputies"] as const;

export type HrFormat = "csv" | "jsonl";

/**
 * The people export of the HR system, a chunk of text at a time: every employment there ever was. Memory
 * does not grow with the company; do not let it live on before the last chunk.
 */
export function peopleFile(population: Population, format: HrFormat): AsyncGenerator<string> {
  return format === "csv"
    ? csv(PEOPLE_HEADERS, mapped(population.records(), personCells))
    : jsonLines(plainPeople(population));
}

/** The teams export, as `peopleFile`: teams that exist today. */
export function teamsFile(population: Population, format: HrFormat): AsyncGenerator<string> {
  return format === "csv"
    ? csv(TEAM_HEADERS, mapped(population.teams.values(), teamCells))
    : jsonLines(plainTeams(population));
}

/** Records by the names of the fields that they feed. */
export function plainPeople(population: Population): Iterable<Record<string, unknown>> {
  return mapped(population.records(), plainPerson);
}

export function plainTeams(population: Population): Iterable<Record<string, unknown>> {
  return mapped(population.teams.values(), (team) => ({
    teamId: team.id,
    name: team.name,
    parent: team.parent,
    head: team.head,
    deputies: team.deputies.join(";"),
  }));
}

/** One after the other, none kept. */
export function* mapped<From, To>(items: Iterable<From>, make: (item: From) => To): Generator<To> {
  for (const item of items) yield make(item);
}

function plainPerson(record: StaffRecord): Record<string, unknown> {
  return {
    workerId: record.workerId,
    recordId: record.recordId,
    name: record.name,
    email: record.email,
    title: record.title,
    team: record.team,
    position: record.position,
    manager: record.manager,
    workerType: record.workerType,
    zone: record.zone,
    startDate: record.startDate,
    endDate: record.endDate,
    leaveFrom: record.leaveFrom,
    leaveTo: record.leaveTo,
  };
}

/** In the order of `PEOPLE_HEADERS`. */
function personCells(record: StaffRecord): readonly string[] {
  return [
    record.workerId,
    record.recordId,
    record.name,
    record.email,
    record.title,
    record.team,
    record.position,
    record.manager ?? "",
    record.workerType,
    record.zone,
    record.startDate,
    record.endDate ?? "",
    record.leaveFrom ?? "",
    record.leaveTo ?? "",
  ];
}

/** In the order of `TEAM_HEADERS`. */
function teamCells({ id, name, parent, head, deputies }: Team): readonly string[] {
  return [id, name, parent ?? "", head ?? "", deputies.join(";")];
}

async function* csv(
  headers: readonly string[],
  rows: Iterable<readonly string[]>,
): AsyncGenerator<string> {
  yield `${headers.join(",")}\n`;
  yield* chunked(mapped(rows, (cells) => `${cells.map(quoted).join(",")}\n`));
}

function jsonLines(records: Iterable<Record<string, unknown>>): AsyncGenerator<string> {
  return chunked(mapped(records, (record) => `${JSON.stringify(record)}\n`));
}

/** Others have their turn after each chunk: a server that serves it stays responsive. */
async function* chunked(lines: Iterable<string>): AsyncGenerator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length < CHUNK) continue;
    yield chunk.join("");
    chunk = [];
    await giveWay();
  }
  if (chunk.length > 0) yield chunk.join("");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
