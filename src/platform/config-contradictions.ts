import { z } from "zod";
import { didYouMean } from "./nearest.js";
import type { Problem } from "./problem.js";
import type { YamlPlaces } from "./yaml-text.js";

/** Only what the contradictions are about, and lenient: the rest is reported by the schema. */
const text = z.string().optional().catch(undefined);
const gist = z.object({
  sources: z
    .array(
      z
        .object({
          id: text,
          organisation: text,
          schedule: z.object({ cron: text }).catch({ cron: undefined }).prefault({}),
        })
        .catch({ id: undefined, organisation: undefined, schedule: { cron: undefined } }),
    )
    .catch([]),
  operators: z.array(z.object({ login: text }).catch({ login: undefined })).catch([]),
});

/** What is well-formed line by line and still cannot be meant. */
export function contradictionsOf(raw: unknown, places: YamlPlaces): Problem[] {
  const { sources, operators } = gist.catch({ sources: [], operators: [] }).parse(raw);
  const ids = sources.map((source) => source.id);
  const logins = operators.map((operator) => operator.login);
  const say = (path: readonly (string | number)[], rule: string, sentence: string): Problem =>
    places.problem(places.offsetOf(path), rule, sentence);
  return [
    ...sources.flatMap(({ id, organisation, schedule }, index) => [
      ...(id !== undefined && ids.indexOf(id) !== index
        ? [say(["sources", index, "id"], "duplicate-source", taken(id, ids.indexOf(id)))]
        : []),
      ...(organisation !== undefined && !ids.includes(organisation)
        ? [
            say(
              ["sources", index, "organisation"],
              "unknown-source",
              noSuchSource(organisation, ids),
            ),
          ]
        : []),
      ...(schedule.cron !== undefined && !looksLikeCron(schedule.cron)
        ? [say(["sources", index, "schedule", "cron"], "cron", notCron(schedule.cron))]
        : []),
    ]),
    ...logins.flatMap((login, index) =>
      login !== undefined && logins.indexOf(login) !== index
        ? [
            say(
              ["operators", index, "login"],
              "duplicate-operator",
              `The login "${login}" is listed twice. One login is one person.`,
            ),
          ]
        : [],
    ),
  ];
}

function taken(id: string, first: number): string {
  return `The id "${id}" is taken by sources[${first + 1}]. Give every source an id of its own; it names the source for good.`;
}

function noSuchSource(id: string, ids: readonly (string | undefined)[]): string {
  const known = ids.filter((each) => each !== undefined);
  return `There is no source "${id}".${didYouMean(id, known) || ` Write the id of a source of this config: ${known.join(", ")}.`}`;
}

/** The worker's scheduler checks the rest; five or six fields tell a pattern from a wish. */
function looksLikeCron(pattern: string): boolean {
  return [5, 6].includes(pattern.trim().split(/\s+/).length);
}

function notCron(pattern: string): string {
  return `"${pattern}" is not a cron pattern. Write five fields, minute hour day month weekday: "0 2 * * *" is two at night.`;
}
