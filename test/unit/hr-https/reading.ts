import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import {
  serveHr,
  type SimulatedHr,
  type SimulatedHrServer,
} from "../../../simulator/hr-https/server.js";
import { sourceSchema, type HrHttpsSourceConfig } from "../../../src/platform/config-sources.js";
import { createHrHttpsSource, type HrHttpsOptions } from "../../../src/sources/hr/https-source.js";
import type {
  Certificate,
  EmploymentObservation,
  Quarantined,
  SourceEnd,
  TeamObservation,
} from "../../../src/sources/port.js";

export const AT = Date.UTC(2026, 10, 22);
/** Two tries, and long enough for a busy machine to answer. */
const PATIENT = { deadlineMs: 10_000, attempts: 2, retryBudget: 20, patienceMs: 1_500 };
/** For what never answers. */
export const IMPATIENT = { ...PATIENT, deadlineMs: 400 };
/** Of a fault that strikes every time. */
export const ALWAYS = { times: Infinity };

/** A new folder for each test, in which copies of reports are made. */
export let spoolFolder: string;
const servers: SimulatedHrServer[] = [];
// Registered in whichever test file imports this one.
beforeEach(async () => {
  spoolFolder = await mkdtemp(join(tmpdir(), "countersign-hr-https-"));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  const left = await readdir(spoolFolder);
  await rm(spoolFolder, { recursive: true });
  // Reports hold personal data: however a read ends, no copy stays behind.
  if (left.length > 0) throw new Error(`a read left ${left.join(", ")} behind`);
});

/** Rows as a plain report has them; more members are laid over each. */
export function people(count: number, more: Readonly<Record<string, unknown>> = {}) {
  return Array.from({ length: count }, (_, index) => ({
    employeeId: `E${index + 1}`,
    name: `Person ${index + 1}`,
    startDate: "2020-01-02",
    endDate: index === 0 ? "2026-11-30" : null,
    ...more,
  }));
}

/** An HR system with five people in pages of two, unless told; it ends with the test. */
export async function serve(hr: Partial<SimulatedHr> = {}): Promise<SimulatedHrServer> {
  const server = await serveHr({ people: () => people(5), shape: "plain", pageSize: 2, ...hr });
  servers.push(server);
  return server;
}

/** The config of a source that reads it. */
export function configOf(
  server: SimulatedHrServer,
  overrides: Readonly<Record<string, unknown>> = {},
): HrHttpsSourceConfig {
  const url = server.peopleUrl;
  const source = { id: "hr", type: "hr-https", url, remote: PATIENT, ...overrides };
  const parsed = sourceSchema.parse(source);
  if (parsed.type !== "hr-https") throw new Error("not HR over HTTPS");
  return parsed;
}

/** Everything one read gave. */
export interface Reading {
  readonly people: readonly EmploymentObservation[];
  readonly teams: readonly TeamObservation[];
  readonly quarantined: readonly Quarantined[];
  readonly end: SourceEnd;
  readonly certificate: (scope: string) => Certificate | undefined;
}

/** Reads the reports to their end. */
export async function read(
  config: HrHttpsSourceConfig,
  options: Partial<HrHttpsOptions> & { readonly signal?: AbortSignal } = {},
): Promise<Reading> {
  const { signal = new AbortController().signal, ...rest } = options;
  const source = createHrHttpsSource(config, { env: {}, spoolFolder, ...rest });
  const found: (EmploymentObservation | TeamObservation)[] = [];
  const quarantined: Quarantined[] = [];
  let end: SourceEnd | null = null;
  for await (const part of source.read({ cursor: null, at: AT, signal })) {
    if (end !== null) throw new Error("the read went on after its end");
    if (part.kind === "end") end = part;
    else {
      quarantined.push(...part.quarantined);
      for (const one of part.observations) {
        if (one.kind === "employment" || one.kind === "team") found.push(one);
      }
    }
  }
  if (end === null) throw new Error("the read did not end");
  const { certificates } = end;
  return {
    people: found.filter((one) => one.kind === "employment"),
    teams: found.filter((one) => one.kind === "team"),
    quarantined,
    end,
    certificate: (scope) => certificates.find((one) => one.scope === scope),
  };
}

/** What a read failed with. */
export async function failureOf(reading: Promise<unknown>): Promise<unknown> {
  return reading.then(
    () => {
      throw new Error("the read went well");
    },
    (error: unknown) => error,
  );
}

/** Who was read, in order. */
export const ids = (reading: Reading): string[] => reading.people.map((one) => one.recordId);
