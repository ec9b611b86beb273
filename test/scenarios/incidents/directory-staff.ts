import { expect } from "vitest";
import type { HeldView } from "../../../src/runs/held-view.js";
import type { SourceReport, SyncReport } from "../../../src/runs/report.js";
import { DirectoryWorld, type DirectoryWorldOptions } from "../../support/directory-world.js";
import { right } from "../../support/world.js";

/** Forty people beside the lead; the first of them answers for something. */
export const STAFF: readonly string[] = Array.from({ length: 40 }, (_, index) => `p${10 + index}`);
export const OWNER = "p10";
export const RIGHT = "bot:refund";
export const ALWAYS = { times: Infinity };

type Kind = "okta" | "entra";

/** How a directory is asked for its list of people. */
export const LISTS: Readonly<Record<Kind, RegExp>> = {
  okta: /^GET \/api\/v1\/users\?/,
  entra: /^GET \/v1\.0\/users\/delta/,
};

/**
 * A company that only one directory knows: what it says of a login, it says of a person. Synced once,
 * on the first of March.
 */
export async function directoryCompany(
  kind: Kind,
  options: DirectoryWorldOptions = {},
): Promise<DirectoryWorld> {
  const company = await DirectoryWorld.open({
    hr: false,
    okta: kind === "okta",
    entra: kind === "entra",
    oktaConfig: { manager: { how: "none" } },
    ...options,
  });
  company.at("2026-03-01T08:00:00Z");
  for (const id of ["lead", ...STAFF]) company.user(company[kind], id, { workerId: `W-${id}` });
  company.world.registry(right(`${OWNER}@example.com`));
  const report = await company.sync("2026-03-01T09:00:00Z");
  expect(reportOf(report, kind).status).toBe("complete");
  expect(await ownersOf(company)).toEqual([OWNER]);
  return company;
}

/** What a sync said of one source. */
export function reportOf(report: SyncReport, source: string): SourceReport {
  const found = report.sources.find((one) => one.source === source);
  if (found === undefined) throw new Error(`the report does not name ${source}`);
  return found;
}

export function heldOf(report: SyncReport, source: string): HeldView | null {
  return reportOf(report, source).held;
}

/** Who answers for the one authorization, by the first word of their names. */
export async function ownersOf({ world }: DirectoryWorld): Promise<string[]> {
  return (await world.owners(RIGHT)).map((name) => name.split(" ")[0] ?? name);
}

/** Nobody left, no login closed, and whoever answered for something still does. */
export async function expectNobodyGone(company: DirectoryWorld): Promise<void> {
  expect(await departed(company)).toEqual([]);
  const closed = await company.world.cypher(
    "MATCH (a:Account) WHERE a.status <> 'active' RETURN a.key AS key ORDER BY key",
  );
  expect(closed).toEqual([]);
  expect(await ownersOf(company)).toEqual([OWNER]);
}

/** Who has left, or will, by the first word of their names. */
export async function departed({ world }: Pick<DirectoryWorld, "world">): Promise<string[]> {
  const rows = await world.cypher(
    "MATCH (p:Person) WHERE p.activeUntil IS NOT NULL RETURN p.name AS name ORDER BY name",
  );
  return rows.map((row) => String(row["name"]).split(" ")[0] ?? "");
}

/** Syncs, an hour apart, until a source is read completely: one that was away is left alone for a while. */
export async function syncUntilComplete(
  company: DirectoryWorld,
  source: string,
  from: string,
): Promise<SyncReport> {
  for (let hour = 0; ; hour += 1) {
    const instant = new Date(Date.parse(from) + hour * 3_600_000).toISOString();
    const report = await company.sync(instant);
    if (reportOf(report, source).status === "complete") return report;
    if (hour === 20) throw new Error(`${source} is still not read completely`);
  }
}
