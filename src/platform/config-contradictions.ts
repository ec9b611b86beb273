import { gistOf, type ConfigGist, type Contradiction, type SourceGist } from "./config-gist.js";
import { misdirectedReferences } from "./config-references.js";
import type { Problem } from "./problem.js";
import type { YamlPlaces } from "./yaml-text.js";

/** What is well-formed line by line and still cannot be meant. */
export function contradictionsOf(raw: unknown, places: YamlPlaces): Problem[] {
  const gist = gistOf(raw);
  return [
    ...repeatedIds(gist),
    ...misdirectedReferences(gist),
    ...gist.sources.flatMap(wrongAddress),
    ...doubledDirectories(gist),
    ...gist.sources.flatMap(wrongSchedule),
    ...repeatedLogins(gist),
  ].map(({ path, rule, sentence }) => places.problem(places.offsetOf(path), rule, sentence));
}

function repeatedIds({ sources }: ConfigGist): Contradiction[] {
  return repetitions(sources.map(({ id }) => id)).map(({ value, index, first }) => ({
    path: ["sources", index, "id"],
    rule: "duplicate-source",
    sentence: `The id "${value}" is taken by sources[${first + 1}]. Give every source an id of its own; it names the source for good.`,
  }));
}

function repeatedLogins({ operators }: ConfigGist): Contradiction[] {
  return repetitions(operators.map(({ login }) => login)).map(({ value, index }) => ({
    path: ["operators", index, "login"],
    rule: "duplicate-operator",
    sentence: `The login "${value}" is listed twice. One login is one person.`,
  }));
}

/** The worker's scheduler checks the rest; five or six fields tell a pattern from a wish. */
function wrongSchedule({ schedule: { cron } }: SourceGist, index: number): Contradiction[] {
  if (cron === undefined || [5, 6].includes(cron.trim().split(/\s+/).length)) return [];
  return [
    {
      path: ["sources", index, "schedule", "cron"],
      rule: "cron",
      sentence: `"${cron}" is not a cron pattern. Write five fields, minute hour day month weekday: "0 2 * * *" is two at night.`,
    },
  ];
}

/** What the browser shows while somebody is in the Admin Console is another host than the API's. */
const ADMIN_HOST = /^(?<org>.+)-admin\.(?<domain>okta\.com|oktapreview\.com|okta-emea\.com)$/;

function wrongAddress({ type, orgUrl = "" }: SourceGist, index: number): Contradiction[] {
  const host = type === "okta" ? URL.parse(orgUrl)?.hostname : undefined;
  const found = ADMIN_HOST.exec(host ?? "")?.groups;
  if (found === undefined) return [];
  return [
    {
      path: ["sources", index, "orgUrl"],
      rule: "admin-address",
      sentence: `This is the address of the Admin Console. Write the org's own: https://${found["org"]}.${found["domain"]}.`,
    },
  ];
}

/**
 * Two sources for one directory would tell every login twice, each as somebody else's account, and
 * nobody could say which of the two decides.
 */
function doubledDirectories({ sources }: ConfigGist): Contradiction[] {
  const seen = new Set<number>();
  return (["orgUrl", "tenant", "tenantId"] as const).flatMap((field) =>
    repetitions(sources.map((source) => directoryBy(field, source))).flatMap(({ index, first }) => {
      // One sentence for each source, also where address and tenant both say it.
      if (seen.has(index)) return [];
      seen.add(index);
      const what = field === "tenantId" ? "tenant" : "org";
      const sentence = `This is the ${what} of sources[${first + 1}] again. Leave one of the two out: every login would be read twice.`;
      return [{ path: ["sources", index, field], rule: "duplicate-directory", sentence }];
    }),
  );
}

/** The directory as that field names it, in one spelling; undefined: the field is not this kind's. */
function directoryBy(
  field: "orgUrl" | "tenant" | "tenantId",
  source: SourceGist,
): string | undefined {
  if (source.type !== (field === "tenantId" ? "entra" : "okta")) return undefined;
  const value = source[field];
  return field === "orgUrl" ? URL.parse(value ?? "")?.origin : value?.trim().toLowerCase();
}

interface Repetition {
  readonly value: string;
  readonly index: number;
  /** Where it stood before. */
  readonly first: number;
}

function repetitions(values: readonly (string | undefined)[]): Repetition[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    return value === undefined || first === index ? [] : [{ value, index, first }];
  });
}
